/** MicroBilt's documentation of OAuth, in short: its facts, in its shape, from the document. */
import { type Contract, document, readContract } from "@microbilt-oauth/spec";

/** The facts of the document. */
export const contract: Contract = readContract(document);

const { servers, tokenEndpoint, flows, grantTypes, resource, bearer } = contract;
const [grantType = ""] = grantTypes;

/** The sample response. */
export const sample: Readonly<Record<string, string>> = readSample();

/** The page as text, as its readers copy it: a cell on each line of a table. */
export const textPage: string = `OAuth Documentation
OAuth Endpoints
Sandbox ${servers["sandbox"]}${tokenEndpoint.path}
Production ${servers["production"]}${tokenEndpoint.path}
Requesting an access token
curl -X ${tokenEndpoint.method} ${servers["sandbox"]}${tokenEndpoint.path} \\ -H 'Content-Type: ${flows.json.mediaType}' \\ -d '{ "client_id": "<CLIENT_ID>","client_secret": "<CLIENT_SECRET>" , "grant_type" : "${grantType}" }'
or
curl -X ${tokenEndpoint.method} ${servers["sandbox"]}${tokenEndpoint.path}?grant_type=${grantType}\\ -H 'Content-Type: ${flows.form.mediaType} ' \\ -d 'client_id=<CLIENT_ID>&client_secret=<CLIENT_SECRET>'
Parameter |
Description |
client_id (Required) |
Identifies your application. |
client_secret (Required) |
The secret key of your application. |
Grant-Type (Required) |
Supported grant type is ${grantType} |
Content-Type (Required) |
Payload type (${flows.json.mediaType}, ${flows.form.mediaType}) |
Response:
HTTP Status Code 200 ${JSON.stringify(sample).replaceAll(",", " , ").replaceAll(":", " : ")}
Parameter |
Description |
issued_at |
A UNIX timestamp of our system |
expires_in |
The number of seconds remaining before the token will expire |
token_type |
Refers to the type of token |
access_token |
Valid for a limited period described by expires_in seconds. |
Using the access token
curl -v -X GET ${servers["sandbox"]}${resource.path} \\ -H "Content-Type: ${resource.mediaType}" \\ -H "Accept: application/json" \\ -H "Authorization: ${bearer.scheme} <ACCESS_TOKEN>" -d '{ application specific data }'`;

/** The same facts in HTML: another order, tables with three columns, commands over several lines, entities, emphasis. */
export const htmlPage: string = `<!DOCTYPE html>
<html><head><title>OAuth</title><script>const url = "https://cdn.example/OAuth/Other"; // curl -X PUT https://cdn.example</script>
<style>td { color: red }</style></head>
<body><nav><a href="https://www.example.com/sandbox">Products</a></nav>
<h2>Response</h2>
<p>HTTP Status Code&nbsp;<b>200</b></p>
<pre><code>{
${Object.entries(sample)
  .map(([name, value]) => `  <span class="key">&quot;${name}&quot;</span>: <span>&#34;${value}&#x22;</span>`)
  .join(",\n")}
}</code></pre>
<table>
<thead><tr><th>Parameter</th><th>Description</th></tr></thead>
<tr><td><code>access_token</code></td><td>Valid for a limited period.</td></tr>
<tr><td><b>token_type</b></td><td><p>The type</p><p>of the token</p></td></tr>
<tr><td>expires_in</td><td>The <em>number of
    seconds</em> remaining</td></tr>
<tr><td>issued_at</td><td>A UNIX timestamp</td></tr>
</table>
<h2>Endpoints</h2>
<ul><li><strong>Production</strong><br>
  <code>${servers["production"]}${tokenEndpoint.path}</code></li>
<li><strong>Sandbox:</strong> <a href="#">${servers["sandbox"]}${tokenEndpoint.path}</a></li></ul>
<table><tr><td>Parameter</td><td>Required</td><td>Description</td></tr>
<tr><td>Content-Type</td><td>Yes</td><td>${flows.form.mediaType}<br>${flows.json.mediaType}</td></tr>
<tr><td>grant_type</td><td>Yes</td><td>Supported grant type is &ldquo;${grantType}&rdquo;</td></tr>
<tr><td>client_secret</td><td>Required</td><td></td></tr>
<tr><td>client_id</td><td>Required</td><td>Your application</td></tr></table>
<pre>curl --request ${tokenEndpoint.method} \\
  --header &quot;Content-Type: ${flows.form.mediaType}&quot; \\
  --data &#39;client_id=&lt;CLIENT_ID&gt;&amp;client_secret=&lt;CLIENT_SECRET&gt;&#39; \\
  &quot;${servers["sandbox"]}${tokenEndpoint.path}?grant_type=${grantType}&quot;</pre>
<pre>curl ${servers["sandbox"]}${tokenEndpoint.path} -H &#39;content-type: ${flows.json.mediaType}&#39; -d &#39;{
  &quot;grant_type&quot;: &quot;${grantType}&quot;,
  &quot;client_id&quot;: &quot;&lt;CLIENT_ID&gt;&quot;,
  &quot;client_secret&quot;: &quot;&lt;CLIENT_SECRET&gt;&quot;
}&#39;</pre>
<pre>curl -X GET ${servers["sandbox"]}${resource.path} \\
  -H "Authorization: ${bearer.scheme} &lt;ACCESS_TOKEN&gt;" \\
  -H "Content-Type: ${resource.mediaType}" -d '{ application specific data }'</pre>
</body></html>`;

function readSample(): Record<string, string> {
  const examples = document.components?.examples ?? {};
  for (const { value } of Object.values(examples) as { value?: unknown }[]) {
    if (typeof value === "object" && value !== null && "access_token" in value && "status" in value) {
      return value as Record<string, string>;
    }
  }
  throw new Error("The document has no example of a token response.");
}
