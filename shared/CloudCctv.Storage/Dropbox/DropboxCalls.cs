using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudCctv.Storage.Dropbox.SignIn;

namespace CloudCctv.Storage.Dropbox;

/// <summary>
/// The three styles of calls that the HTTP API has (https://www.dropbox.com/developers/documentation/http/documentation), each
/// with the access token that it needs; one that has run out is replaced once. Thread-safe.
/// </summary>
/// <exception cref="DropboxAnswerException">The answer of every call that is an error.</exception>
internal sealed class DropboxCalls(HttpClient http, DropboxHosts hosts, AccessTokens tokens, TimeProvider clock)
{
    /// <summary>For one request with its content, up to the head of the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private const string ArgumentHeader = "Dropbox-API-Arg";
    private const string ResultHeader = "Dropbox-API-Result";

    /// <summary>JSON in, JSON out.</summary>
    public async Task<TAnswer> AskAsync<TArgument, TAnswer>(
        string route, TArgument argument, JsonTypeInfo<TArgument> argumentType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using var timer = new DropboxTimer(Patience, clock, cancellationToken);
        using var response = await SendAsync(() => Request(hosts.Api, route, Json(argument, argumentType)), signedIn: true, timer.Token);
        return await ReadAsync(response, answerType, timer.Token);
    }

    /// <summary>The same on the host that holds its answer back until there is news. Takes no token.</summary>
    public async Task<TAnswer> WaitAsync<TArgument, TAnswer>(
        string route, TArgument argument, JsonTypeInfo<TArgument> argumentType, JsonTypeInfo<TAnswer> answerType, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var timer = new DropboxTimer(longest + Patience, clock, cancellationToken);
        using var response = await SendAsync(() => Request(hosts.Notify, route, Json(argument, argumentType)), signedIn: false, timer.Token);
        return await ReadAsync(response, answerType, timer.Token);
    }

    /// <summary>Bytes in, JSON out.</summary>
    /// <returns>Null where the answer is empty, as some are.</returns>
    public async Task<TAnswer?> SendAsync<TArgument, TAnswer>(
        string route, TArgument argument, JsonTypeInfo<TArgument> argumentType, ReadOnlyMemory<byte> content, JsonTypeInfo<TAnswer>? answerType, CancellationToken cancellationToken)
        where TAnswer : class
    {
        using var timer = new DropboxTimer(Patience, clock, cancellationToken);
        using var response = await SendAsync(() => WithArgument(Request(hosts.Content, route, Bytes(content)), argument, argumentType), signedIn: true, timer.Token);
        return answerType is null ? null : await ReadAsync(response, answerType, timer.Token);
    }

    /// <summary>JSON in a header in, JSON in a header and bytes out. The caller disposes the response.</summary>
    public async Task<(TAnswer Answer, HttpResponseMessage Response)> FetchAsync<TArgument, TAnswer>(
        string route, TArgument argument, JsonTypeInfo<TArgument> argumentType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using var timer = new DropboxTimer(Patience, clock, cancellationToken);
        var response = await SendAsync(() => WithArgument(Request(hosts.Content, route, content: null), argument, argumentType), signedIn: true, timer.Token);
        try
        {
            var header = response.Headers.TryGetValues(ResultHeader, out var values) ? values.First() : throw new JsonException($"The answer has no {ResultHeader}.");
            return (JsonSerializer.Deserialize(header, answerType) ?? throw new JsonException("The JSON value is null."), response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, bool signedIn, CancellationToken cancellationToken)
    {
        for (var mayRefresh = signedIn; ; mayRefresh = false)
        {
            using var request = make();
            var token = signedIn ? await tokens.GetAsync(cancellationToken) : null;
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                var fault = await DropboxAnswerException.ReadAsync(response, cancellationToken);
                if (!mayRefresh || fault.Status != HttpStatusCode.Unauthorized || !(fault.Has("expired_access_token") || fault.Has("invalid_access_token")))
                {
                    throw fault;
                }
            }

            tokens.Forget(token!);
        }
    }

    private static HttpRequestMessage Request(Uri host, string route, HttpContent? content) => new(HttpMethod.Post, new Uri(host, $"2/{route}")) { Content = content };

    private static HttpRequestMessage WithArgument<T>(HttpRequestMessage request, T argument, JsonTypeInfo<T> type)
    {
        request.Headers.Add(ArgumentHeader, JsonSerializer.Serialize(argument, type));
        return request;
    }

    private static ByteArrayContent Json<T>(T argument, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(argument, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static ReadOnlyMemoryContent Bytes(ReadOnlyMemory<byte> content) =>
        new(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("The JSON value is null.");
    }
}
