using Azure.Core.Pipeline;

namespace CloudCctv.Storage.Tests.Azure;

/// <summary>A way to the store on which things happen.</summary>
public sealed class FaultyLink : DelegatingHandler
{
    private readonly HttpClient client;

    public FaultyLink()
        : base(new SocketsHttpHandler())
    {
        client = new HttpClient(this, disposeHandler: false);
        Transport = new HttpClientTransport(client);
    }

    public HttpPipelineTransport Transport { get; }

    /// <summary>The first request of this kind reaches the store, and its answer nobody.</summary>
    public Predicate<HttpRequestMessage>? LoseAnswer { get; set; }

    /// <summary>Turns a bit in every upload.</summary>
    public bool Damage { get; set; }

    /// <summary>Answers in the store's place.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Answer { get; set; }

    /// <summary>From then on no block goes through.</summary>
    public int CutAfterBlocks { get; set; } = int.MaxValue;

    public int BlocksThrough { get; private set; }

    public long BlockBytesThrough { get; private set; }

    /// <summary>Downloads end too early, each time.</summary>
    public int? CutReadAfterBytes { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Answer?.Invoke(request) is { } answer)
        {
            answer.RequestMessage = request;
            return answer;
        }

        var isBlock = request.RequestUri!.Query.Contains("comp=block&", StringComparison.Ordinal);
        if (isBlock && BlocksThrough >= CutAfterBlocks)
        {
            throw new HttpRequestException("Connection reset by peer");
        }

        if (Damage && request.Method == HttpMethod.Put)
        {
            await TurnABitAsync(request, cancellationToken);
        }

        var length = request.Content?.Headers.ContentLength ?? 0;
        var response = await base.SendAsync(request, cancellationToken);
        if (LoseAnswer?.Invoke(request) == true)
        {
            LoseAnswer = null;
            throw new HttpRequestException("Connection reset by peer");
        }

        BlocksThrough += isBlock ? 1 : 0;
        BlockBytesThrough += isBlock ? length : 0;
        if (CutReadAfterBytes is { } bytes && request.Method == HttpMethod.Get)
        {
            response.Content = await CutAsync(response.Content, bytes, cancellationToken);
        }

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            client.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async Task TurnABitAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var bytes = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        request.Content = WithHeadersOf(request.Content, new ByteArrayContent(bytes));
    }

    private static async Task<HttpContent> CutAsync(HttpContent whole, int bytes, CancellationToken cancellationToken)
    {
        var content = await whole.ReadAsByteArrayAsync(cancellationToken);
        return WithHeadersOf(whole, new StreamContent(new CutStream(content[..bytes])));
    }

    private static T WithHeadersOf<T>(HttpContent from, T to)
        where T : HttpContent
    {
        foreach (var (name, values) in from.Headers)
        {
            to.Headers.TryAddWithoutValidation(name, values);
        }

        return to;
    }

    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? await base.ReadAsync(buffer, cancellationToken) : throw new IOException("Connection reset by peer");

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            await ReadAsync(buffer.AsMemory(offset, count), cancellationToken);
    }
}
