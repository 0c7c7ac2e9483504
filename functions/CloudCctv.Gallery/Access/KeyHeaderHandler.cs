using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudCctv.Gallery.Access;

/// <summary>Reads <c>Authorization: Bearer KEY</c> (RFC 6750) and <c>Basic</c> with any user and the key as password (RFC 7617).</summary>
internal sealed class KeyHeaderHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessKey key, SignInAttempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Challenge = "Bearer realm=\"CloudCctv\", Basic realm=\"CloudCctv\", charset=\"UTF-8\"";

    private bool limited;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        limited = !attempts.MayTry(Context);
        if (limited)
        {
            return Task.FromResult(AuthenticateResult.Fail("Too many wrong keys from this address."));
        }

        if (key.Matches(GivenKey(Request.Headers.Authorization)))
        {
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Persons.Owner(Scheme.Name), Scheme.Name)));
        }

        attempts.Failed(Context);
        return Task.FromResult(AuthenticateResult.Fail("Wrong key."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = limited ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Challenge;
        return Task.CompletedTask;
    }

    private static string? GivenKey(string? header) => AuthenticationHeaderValue.TryParse(header, out var value)
        ? value.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => value.Parameter,
            "BASIC" => PasswordIn(value.Parameter ?? ""),
            _ => null,
        }
        : null;

    private static string? PasswordIn(string base64)
    {
        if (!Base64.IsValid(base64))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }
}
