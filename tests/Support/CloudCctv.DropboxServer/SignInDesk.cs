using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CloudCctv.DropboxServer;

/// <summary>OAuth 2 with PKCE and refresh tokens. Thread-safe.</summary>
internal sealed class SignInDesk
{
    private readonly ConcurrentDictionary<string, string> codes = new();
    private readonly ConcurrentDictionary<string, string> refreshTokens = new();
    private readonly ConcurrentDictionary<string, bool> accessTokens = new();

    /// <summary>Seconds that an access token is said to be good for.</summary>
    public int Life { get; set; } = 14400;

    public int Refreshed { get; private set; }

    /// <summary>What the owner does on the consent page.</summary>
    /// <returns>The code.</returns>
    public string Consent(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        if (query["response_type"] != "code" || query["token_access_type"] != "offline" || query["code_challenge_method"] != "S256" || query["client_id"].Count != 1)
        {
            throw new ArgumentException($"The consent page would not take {address}.");
        }

        var code = Guid.NewGuid().ToString("N");
        codes[code] = $"{query["client_id"]} {query["code_challenge"]}";
        return code;
    }

    public string NewRefreshToken(string appKey)
    {
        var token = $"refresh-{Guid.NewGuid():N}";
        refreshTokens[token] = appKey;
        return token;
    }

    /// <summary>Their time is over.</summary>
    public void ExpireAccess()
    {
        foreach (var token in accessTokens.Keys)
        {
            accessTokens[token] = false;
        }
    }

    /// <summary>The owner takes everything back.</summary>
    public void Revoke()
    {
        refreshTokens.Clear();
        accessTokens.Clear();
    }

    /// <returns>Null if the caller may go on.</returns>
    public Answer? Refuse(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return !header.StartsWith("Bearer ", StringComparison.Ordinal) || !accessTokens.TryGetValue(header["Bearer ".Length..], out var good) ? Answer.Denied(401, "invalid_access_token")
            : good ? null
            : Answer.Denied(401, "expired_access_token");
    }

    public async Task<Answer> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        return form["grant_type"].ToString() switch
        {
            "authorization_code" when codes.TryRemove(form["code"].ToString(), out var asked) && asked == $"{form["client_id"]} {Challenge(form["code_verifier"].ToString())}" =>
                Grant(NewRefreshToken(form["client_id"].ToString())),
            "refresh_token" when refreshTokens.TryGetValue(form["refresh_token"].ToString(), out var appKey) && appKey == form["client_id"] => Grant(refreshToken: null),
            "authorization_code" or "refresh_token" => new Answer(400, """{"error":"invalid_grant","error_description":"the code or token is not valid"}"""),
            _ => new Answer(400, """{"error":"unsupported_grant_type","error_description":"grant_type must be authorization_code or refresh_token"}"""),
        };
    }

    private static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private Answer Grant(string? refreshToken)
    {
        var access = $"sl.{Guid.NewGuid():N}";
        accessTokens[access] = true;
        Refreshed++;
        var json = new JsonObject { ["access_token"] = access, ["token_type"] = "bearer", ["expires_in"] = Life };
        if (refreshToken is not null)
        {
            json["refresh_token"] = refreshToken;
            json["scope"] = "files.content.read files.content.write files.metadata.read";
            json["account_id"] = "dbid:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        }

        return Answer.Ok(json);
    }
}
