using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CloudCctv.Storage.Dropbox.SignIn;

/// <summary>Signs a device or a server in, with the owner's browser on any other machine: OAuth 2 with PKCE, without a redirect.</summary>
public static partial class DropboxLogin
{
    private const int VerifierBytes = 48;

    private static readonly Uri ConsentPage = new("https://www.dropbox.com/oauth2/authorize");

    /// <summary>Prints an address, takes the code that the owner gets there, and writes the token file.</summary>
    /// <param name="appKey">From the app's page at https://www.dropbox.com/developers/apps.</param>
    /// <param name="file">The token file; null for the default.</param>
    /// <param name="input">Where the owner types.</param>
    /// <param name="output">What the owner sees.</param>
    /// <param name="cancellationToken">Ends it; nothing is written.</param>
    /// <exception cref="ArgumentException">The key is none, or no code was given.</exception>
    /// <exception cref="StoreException">Dropbox cannot be reached, or does not take the code.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task RunAsync(string appKey, string? file, TextReader input, TextWriter output, CancellationToken cancellationToken) =>
        RunAsync(appKey, file, input, output, DropboxHosts.Find(Environment.GetEnvironmentVariable), cancellationToken);

    internal static async Task RunAsync(string appKey, string? file, TextReader input, TextWriter output, Uri? api, CancellationToken cancellationToken)
    {
        if (!AppKey().IsMatch(appKey))
        {
            throw new ArgumentException($"--app-key is '{appKey}'; it must be the App key of your app's page at https://www.dropbox.com/developers/apps: letters and digits.");
        }

        var verifier = Base64Url(RandomNumberGenerator.GetBytes(VerifierBytes));
        await output.WriteLineAsync($"1. Open this in a browser and allow the access:\n\n   {AddressFor(appKey, verifier)}\n");
        await output.WriteAsync("2. Type the code that you are shown there: ");
        await output.FlushAsync(cancellationToken);
        var code = (await input.ReadLineAsync(cancellationToken))?.Trim();
        if (string.IsNullOrEmpty(code))
        {
            throw new ArgumentException("No code was given: nothing has changed.");
        }

        var path = file ?? DropboxTokenFile.DefaultPath(Environment.GetEnvironmentVariable);
        DropboxTokenFile.Write(path, await RedeemAsync(appKey, code, verifier, api, cancellationToken));
        await output.WriteLineAsync($"\nSigned in. The token is in {path}, which only you can read. Take it back at any time at https://www.dropbox.com/account/connected_apps.");
    }

    /// <summary>The consent page. It gets a hash of the verifier; the verifier itself stays here.</summary>
    internal static Uri AddressFor(string appKey, string verifier) => new(
        $"{ConsentPage}?client_id={appKey}&response_type=code&token_access_type=offline&code_challenge_method=S256"
        + $"&code_challenge={Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))}");

    private static Task<DropboxToken> RedeemAsync(string appKey, string code, string verifier, Uri? api, CancellationToken cancellationToken) => DropboxFault.GuardAsync("sign in", async () =>
    {
        using var http = DropboxHttp.Client(pace: null);
        var endpoint = new TokenEndpoint(http, DropboxHosts.At(api), TimeProvider.System);
        var answer = await endpoint.RedeemAsync(appKey, code, verifier, cancellationToken);
        return answer.RefreshToken is { Length: > 0 } refresh
            ? new DropboxToken(appKey, refresh)
            : throw new StoreUnreachableException("Could not sign in: Dropbox gave no refresh token.");
    }, cancellationToken);

    // RFC 4648, section 5, without padding.
    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    [GeneratedRegex("^[A-Za-z0-9]{5,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex AppKey();
}
