using CloudCctv.Contracts.Batches;

namespace CloudCctv.Uploader.Capture;

/// <summary>Splits JPEGs that follow each other with nothing between them.</summary>
internal sealed class JpegPipeReader(PipeBuffer input) : IFrameReader
{
    private readonly JpegEnd end = new();

    public async ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken) =>
        await input.ReadUntilAsync(end, BatchLimits.Default.MaxFrameBytes, cancellationToken) is { } data ? RawPicture.Jpeg(data) : null;
}
