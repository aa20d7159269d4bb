/** A general-purpose authorization server, configured for the client credentials grant only. */
import { Provider } from "oidc-provider";

const port = Number(process.argv[2]);
const [clientId, clientSecret] = process.argv.slice(3);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
});
provider.listen(port, "127.0.0.1");
