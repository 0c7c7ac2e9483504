using System.Text.Json;
using CloudCctv.Storage.Dropbox.Wire;

namespace CloudCctv.Storage.Dropbox.SignIn;

/// <summary>The OAuth 2 token endpoint (RFC 6749, sections 4.1.3 and 6), without a client secret (RFC 7636).</summary>
internal sealed class TokenEndpoint(HttpClient http, DropboxHosts hosts, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public Task<TokenAnswer> RefreshAsync(DropboxToken token, CancellationToken cancellationToken) => AskAsync(
        new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token.RefreshToken, ["client_id"] = token.AppKey }, cancellationToken);

    /// <param name="appKey">The app's.</param>
    /// <param name="code">What the owner was shown after consenting.</param>
    /// <param name="verifier">Whose hash went with the owner to the consent page.</param>
    /// <param name="cancellationToken">Abandons it; the code stays good for a few minutes.</param>
    public Task<TokenAnswer> RedeemAsync(string appKey, string code, string verifier, CancellationToken cancellationToken) => AskAsync(
        new() { ["grant_type"] = "authorization_code", ["code"] = code, ["client_id"] = appKey, ["code_verifier"] = verifier }, cancellationToken);

    private async Task<TokenAnswer> AskAsync(Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var content = new FormUrlEncodedContent(form);
        using var response = await http.PostAsync(new Uri(hosts.Api, "oauth2/token"), content, either.Token);
        if (!response.IsSuccessStatusCode)
        {
            throw await DropboxAnswerException.ReadAsync(response, either.Token);
        }

        await using var body = await response.Content.ReadAsStreamAsync(either.Token);
        return await JsonSerializer.DeserializeAsync(body, WireJson.Default.TokenAnswer, either.Token) is { AccessToken.Length: > 0, ExpiresIn: > 0 } answer
            ? answer
            : throw new JsonException("The answer holds no access token.");
    }
}
