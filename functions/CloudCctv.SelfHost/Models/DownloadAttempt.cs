using System.Net;
using System.Net.Http.Headers;

namespace CloudCctv.SelfHost.Models;

/// <summary>One request for what is missing of a file.</summary>
internal sealed class DownloadAttempt(HttpClient http, TimeProvider time, ModelPin pin, PartFile part, IProgress<long> progress)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>Returns when all bytes are there.</summary>
    /// <exception cref="LinkException">Try again.</exception>
    /// <exception cref="DownloadException">The server has another file, or none.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var have = part.Length;
        if (have > pin.Bytes)
        {
            part.Delete();
            have = 0;
        }

        if (have == pin.Bytes)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, pin.Url);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            request.Headers.IfRange = part.Tag is { } tag ? new RangeConditionHeaderValue(tag) : null;
        }

        using var response = await InTimeAsync(token => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken);
        await using var file = Open(response, have);
        await CopyAsync(response, file, cancellationToken);
    }

    private FileStream Open(HttpResponseMessage response, long have)
    {
        var length = response.Content.Headers.ContentLength;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when IsTheRest(response.Content.Headers.ContentRange, have):
                return part.Append();
            case HttpStatusCode.OK when length is null || length == pin.Bytes:
                return part.Create(response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null);
            case HttpStatusCode.OK:
                throw new DownloadException($"{pin.Name} from {pin.Url.Host}: the file there has {length} bytes, pinned are {pin.Bytes}: it is another file.");
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                // Not what was asked for, so not what we have the beginning of.
                part.Delete();
                throw new LinkException($"HTTP {(int)response.StatusCode} to a request for the bytes from {have}");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new LinkException($"HTTP {(int)response.StatusCode}");
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                throw new DownloadException($"{pin.Name} from {pin.Url.Host}: HTTP {(int)response.StatusCode}: redirected too often, or from https to http.");
            default:
                throw new DownloadException($"{pin.Name} from {pin.Url.Host}: HTTP {(int)response.StatusCode}: {pin.Url} is not there any more. See docs/guide/models.md for other ways.");
        }
    }

    private bool IsTheRest(ContentRangeHeaderValue? range, long have) =>
        range is not null && range.From == have && (range.Length is null || range.Length == pin.Bytes);

    private async Task CopyAsync(HttpResponseMessage response, FileStream file, CancellationToken cancellationToken)
    {
        await using var body = await InTimeAsync(response.Content.ReadAsStreamAsync, cancellationToken);
        var buffer = new byte[1 << 16];
        while (await InTimeAsync(token => body.ReadAsync(buffer, token).AsTask(), cancellationToken) is > 0 and var read)
        {
            if (file.Length + read > pin.Bytes)
            {
                await file.DisposeAsync();
                part.Delete();
                throw new DownloadException($"{pin.Name} from {pin.Url.Host}: more than the pinned {pin.Bytes} bytes come: it is another file, and was thrown away.");
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress.Report(file.Length);
        }

        if (file.Length < pin.Bytes)
        {
            throw new LinkException($"the connection ended after {file.Length} of {pin.Bytes} bytes");
        }
    }

    /// <summary>What the link does wrong becomes one kind of exception; what the disk does, does not come through here.</summary>
    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await step(either.Token);
        }
        catch (HttpRequestException exception)
        {
            throw new LinkException($"no connection ({exception.HttpRequestError}); this machine may be offline or need a proxy", exception);
        }
        catch (IOException exception)
        {
            throw new LinkException($"the connection broke off after {part.Length} of {pin.Bytes} bytes", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LinkException($"nothing came for {LongestSilence.TotalSeconds} s", exception);
        }
    }
}
