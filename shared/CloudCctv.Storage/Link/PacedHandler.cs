using System.Net;

namespace CloudCctv.Storage.Link;

/// <summary>
/// Sends requests at the pace of the link, and counts them. It stands below the SDK: what that reads for checksums is free,
/// what it sends a second time is not.
/// </summary>
internal sealed class PacedHandler(LinkPace pace, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The use is looked up here: content may be sent from another flow of control.
        var use = pace.Current;
        await pace.TakeAsync(HeadBytes(request), use, cancellationToken);
        if (request.Content is { } content)
        {
            request.Content = new PacedContent(content, pace, use);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Request line and headers as HTTP/1.1 writes them.</summary>
    private static int HeadBytes(HttpRequestMessage request)
    {
        var headers = request.Content is { } content ? request.Headers.Concat(content.Headers) : request.Headers;
        const string Rest = "GET  HTTP/1.1\r\nHost: \r\n\r\n";
        return request.RequestUri!.PathAndQuery.Length + request.RequestUri.Authority.Length + Rest.Length
            + headers.Sum(header => header.Key.Length + header.Value.Sum(value => value.Length) + ": \r\n".Length);
    }

    private sealed class PacedContent : HttpContent
    {
        private readonly HttpContent content;
        private readonly LinkPace pace;
        private readonly LinkUse? use;

        public PacedContent(HttpContent content, LinkPace pace, LinkUse? use)
        {
            (this.content, this.pace, this.use) = (content, pace, use);
            foreach (var (name, values) in content.Headers)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            content.CopyToAsync(new PacedStream(stream, pace, use), context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = content.Headers.ContentLength ?? 0;
            return content.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                content.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
