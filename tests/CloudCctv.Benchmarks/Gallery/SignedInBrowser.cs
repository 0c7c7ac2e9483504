using System.Diagnostics;
using System.Text.RegularExpressions;
using CloudCctv.Demo;

namespace CloudCctv.Benchmarks.Gallery;

/// <summary>Opens pages of a running server as its owner does: with a session, which is what pages take.</summary>
internal sealed partial class SignedInBrowser : IDisposable
{
    private readonly HttpClient http;

    private SignedInBrowser(Uri url) => http = new HttpClient { BaseAddress = url };

    /// <param name="server">Which.</param>
    /// <param name="data">Its folder, in which its key is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SignedInBrowser> SignInAsync(RunningServer server, string data, CancellationToken cancellationToken)
    {
        var browser = new SignedInBrowser(server.Url);
        var token = TokenField().Match(await browser.http.GetStringAsync("/sign-in", cancellationToken)).Groups[1].Value;
        var key = (await File.ReadAllTextAsync(Path.Combine(data, "access-key"), cancellationToken)).Trim();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key), KeyValuePair.Create("__RequestVerificationToken", token)]);
        // It answers with a page: the cost of that is not counted.
        using var answer = await browser.http.PostAsync("/sign-in?returnUrl=%2Fquarantine", form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    /// <returns>The page, and how long it took, ms.</returns>
    public async Task<(string Page, double Milliseconds)> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var page = await http.GetStringAsync(address, cancellationToken);
        return (page, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
