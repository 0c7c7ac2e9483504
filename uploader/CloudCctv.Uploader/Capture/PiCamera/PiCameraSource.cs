using System.Runtime.CompilerServices;

namespace CloudCctv.Uploader.Capture.PiCamera;

/// <summary>Reads a Pi's own camera until it ends, through the program that the Pi's system brings for it.</summary>
internal sealed class PiCameraSource(SourceAddress source, CaptureOptions options, FrameTimes times, long firstNumber) : IFrameSource
{
    private string lastWords = "it ended without a word";

    /// <exception cref="CaptureException">It cannot be started, or breaks off.</exception>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var arguments = PiCameraArguments.For(source, options);
        var program = ChildProcess.TryStart("rpicam-vid", arguments, input: null, Heard, cancellationToken)
            ?? ChildProcess.TryStart("libcamera-vid", arguments, input: null, Heard, cancellationToken)
            ?? throw Unreadable("neither rpicam-vid nor libcamera-vid is installed. On a Raspberry Pi: sudo apt-get install rpicam-apps-lite");
        await using var running = program.ConfigureAwait(false);
        var reader = new JpegPipeReader(new PipeBuffer(program.Output));
        for (var number = firstNumber; await NextAsync(reader, cancellationToken) is { } picture; number++)
        {
            yield return new Frame(number, times.Next(), picture.Format, picture.Data);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (await program.WaitAsync(cancellationToken) != 0)
        {
            throw Unreadable(lastWords);
        }
    }

    private async ValueTask<RawPicture?> NextAsync(JpegPipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Unreadable(exception.Message);
        }
    }

    private void Heard(string? line) => lastWords = string.IsNullOrWhiteSpace(line) ? lastWords : line.Trim();

    private CaptureException Unreadable(string why) => new($"Cannot read {source}: {why}");
}
