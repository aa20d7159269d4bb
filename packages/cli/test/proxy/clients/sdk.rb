# Calls a product as MicroBilt's own Ruby SDK does: with one token, requested at the start and never renewed.

require "json"
require "net/http"

class MicroBilt
  def initialize(base_url, client_id, client_secret)
    uri = URI(base_url)
    @http = Net::HTTP.new(uri.host, uri.port)
    answer = send_json(
      Net::HTTP::Post.new("/OAuth/GetAccessToken"),
      { client_id: client_id, client_secret: client_secret, grant_type: "client_credentials" }
    )
    @token = JSON.parse(answer.body)["access_token"]
  end

  def get_report(report)
    request = Net::HTTP::Post.new("/iPredict/GetReport")
    request["Authorization"] = "Bearer #{@token}"
    send_json(request, report)
  end

  private

  def send_json(request, body)
    request["Content-Type"] = "application/json"
    request.body = JSON.generate(body)
    @http.request(request)
  end
end

microbilt = MicroBilt.new(ARGV[0], "my-client-id", "my-client-secret")
# Each line of input is one call.
while (line = $stdin.gets)
  answer = microbilt.get_report({ RequestId: line.strip })
  puts "#{answer.code} #{JSON.parse(answer.body)["body"]["RequestId"]}"
  $stdout.flush
end
