using System.Net;
using System.Text.RegularExpressions;

namespace CloudCctv.Gallery.Tests.Support;

/// <summary>What a browser does, without one: cookies are kept, forms are sent with the token that was in the page.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient http;

    public Visitor(Uri url) => http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = url };

    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => http.SendAsync(request, Token);

    /// <summary>Does not wait for the end of the answer.</summary>
    public Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request) => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

    /// <summary>The page as it is sent, encoded; fails the test unless it is there.</summary>
    public async Task<string> PageAsync(string address)
    {
        using var response = await GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Opens a page and sends the form in it.</summary>
    /// <param name="page">Where the form is.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="fields">What is filled in.</param>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string target, params (string Name, string Value)[] fields)
    {
        using var shown = await GetAsync(page);
        var token = TokenField().Match(await shown.Content.ReadAsStringAsync(Token)).Groups[1].Value;
        return await PostAsync(target, [.. fields, ("__RequestVerificationToken", token)]);
    }

    /// <summary>The token of the forms in a page.</summary>
    public async Task<string> TokenOfAsync(string page) => TokenField().Match(await PageAsync(page)).Groups[1].Value;

    public Task<HttpResponseMessage> PostAsync(string target, params (string Name, string Value)[] fields) => SendAsync(new HttpRequestMessage(HttpMethod.Post, target)
    {
        Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
    });

    public Task<HttpResponseMessage> TrySignInAsync(string key, string address = "/sign-in") => SubmitAsync("/sign-in", address, ("key", key));

    public async Task SignInAsync(string name, string password)
    {
        using var response = await SubmitAsync("/sign-in", "/sign-in", ("user", name), ("key", password));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    public async Task SignInAsync(string key)
    {
        using var response = await TrySignInAsync(key);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
