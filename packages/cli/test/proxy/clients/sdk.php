<?php
// Calls a product as public PHP integrations do: with one token, requested at the start and never renewed.

class MicroBilt
{
    private string $token;

    public function __construct(private string $baseUrl, string $clientId, string $clientSecret)
    {
        [, $answer] = $this->send("/OAuth/Token", [
            "client_id" => $clientId,
            "client_secret" => $clientSecret,
            "grant_type" => "client_credentials",
        ]);
        $this->token = $answer["access_token"];
    }

    public function getReport(array $report): array
    {
        return $this->send("/iPredict/GetReport", $report, ["Authorization: Bearer " . $this->token]);
    }

    private function send(string $path, array $body, array $headers = []): array
    {
        $context = stream_context_create(["http" => [
            "method" => "POST",
            "header" => ["Content-Type: application/json", ...$headers],
            "content" => json_encode($body),
            "ignore_errors" => true,
        ]]);
        $answer = file_get_contents($this->baseUrl . $path, false, $context);
        return [(int) explode(" ", $http_response_header[0])[1], json_decode($answer, true)];
    }
}

$microbilt = new MicroBilt($argv[1], "my-client-id", "my-client-secret");
// Each line of input is one call.
while (($line = fgets(STDIN)) !== false) {
    [$status, $answer] = $microbilt->getReport(["RequestId" => trim($line)]);
    echo $status, " ", $answer["body"]["RequestId"], "\n";
}
