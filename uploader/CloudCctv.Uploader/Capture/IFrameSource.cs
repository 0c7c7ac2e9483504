namespace CloudCctv.Uploader.Capture;

public interface IFrameSource
{
    /// <summary>
    /// The frames of the source in order, to the end of a recording or for ever. The caller disposes each of them. Reading
    /// stops and leaves nothing running when the enumeration ends, for whatever reason.
    /// </summary>
    /// <exception cref="CaptureException">A recording that cannot be read, or the programs for it are missing. A camera that is gone is waited for instead.</exception>
    IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken);
}
