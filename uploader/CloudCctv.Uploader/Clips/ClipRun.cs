using System.Threading.Channels;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Clips;

/// <summary>
/// One clip, from its first frame to the finished file, on a thread of its own. Frames that it cannot take in time
/// are dropped and counted: the camera never waits for it. <see cref="Offer"/> and <see cref="End"/> are for one thread.
/// </summary>
internal sealed class ClipRun
{
    // A second or two of a large camera's JPEGs; three decoded 4K frames.
    private const long MaximumQueuedBytes = 40_000_000;
    private const int BestJpeg = 92;

    private readonly ClipFolder folder;
    private readonly ClipOptions options;
    private readonly string? font;
    private readonly bool asked;
    private readonly Channel<Frame> queue = Channel.CreateUnbounded<Frame>();
    private long queuedBytes;
    private volatile bool hasEnded;

    /// <param name="name">Of the event.</param>
    /// <param name="folder">Where the clip goes.</param>
    /// <param name="options">How it is made.</param>
    /// <param name="font">For the time; null for no time.</param>
    /// <param name="cancellationToken">Stops at once; what was recorded stays as a part.</param>
    /// <param name="asked">Whether a person asked for it, which shows in the file's name.</param>
    public ClipRun(EventName name, ClipFolder folder, ClipOptions options, string? font, CancellationToken cancellationToken, bool asked = false)
    {
        Name = name;
        this.asked = asked;
        this.folder = folder;
        this.options = options;
        this.font = font;
        Finished = Task.Run(() => RunAsync(cancellationToken), CancellationToken.None);
    }

    public EventName Name { get; }

    /// <summary>Frames in the clip.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames that came faster than they could be taken.</summary>
    public int Dropped { get; private set; }

    /// <summary>Whether it takes no more frames, also because it has its full size or cannot be made.</summary>
    public bool HasEnded => hasEnded || Finished.IsCompleted;

    /// <summary>Why it could not be made, once that is known.</summary>
    public string? Fault { get; set; }

    /// <summary>Done when the clip is there; fails where it cannot be made.</summary>
    public Task Finished { get; }

    /// <summary>Takes a frame over.</summary>
    public void Offer(Frame frame)
    {
        var bytes = frame.Data.Length;
        if (Interlocked.Add(ref queuedBytes, bytes) <= MaximumQueuedBytes && queue.Writer.TryWrite(frame))
        {
            return;
        }

        Interlocked.Add(ref queuedBytes, -bytes);
        Dropped++;
        frame.Dispose();
    }

    /// <summary>No more frames come.</summary>
    public void End() => queue.Writer.TryComplete();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var part = folder.NewPart(Name, asked);
            var fault = await RecordAsync(part, cancellationToken);
            hasEnded = true;
            try
            {
                // Also after a fault: up to there, it can be played.
                await folder.FinishAsync(part, cancellationToken);
            }
            catch (ClipException exception)
            {
                ClipFolder.Discard(part);
                throw fault ?? exception;
            }
        }
        finally
        {
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out var rest))
            {
                rest.Dispose();
            }
        }
    }

    /// <returns>Why it ended early; null if it did not.</returns>
    private async Task<ClipException?> RecordAsync(string part, CancellationToken cancellationToken)
    {
        if (!await queue.Reader.WaitToReadAsync(cancellationToken) || !queue.Reader.TryPeek(out var first))
        {
            return new ClipException("no frame came");
        }

        await using var ffmpeg = ClipProcess.Start(ClipArguments.Record(options, font, first.Time, part), cancellationToken);
        try
        {
            await WriteAsync(new MatroskaWriter(ffmpeg.Input), first.Time, cancellationToken);
        }
        catch (IOException)
        {
            // It has ended by itself: the clip has its full size, or what it says below.
        }

        try
        {
            await ffmpeg.EndAsync(cancellationToken);
            return null;
        }
        catch (ClipException exception)
        {
            return exception;
        }
    }

    private async Task WriteAsync(MatroskaWriter matroska, DateTimeOffset start, CancellationToken cancellationToken)
    {
        using var decoder = new JpegDecoder();
        using var encoder = new FrameEncoder(options.Codec == ClipCodec.Copy ? options.Quality : BestJpeg);
        var last = TimeSpan.FromMilliseconds(-1);
        await foreach (var frame in queue.Reader.ReadAllAsync(cancellationToken))
        {
            Interlocked.Add(ref queuedBytes, -frame.Data.Length);
            using var jpeg = encoder.ToJpeg(frame);
            if (last < TimeSpan.Zero)
            {
                var size = decoder.ReadHeader(jpeg.Span);
                await matroska.WriteHeaderAsync(size.Width, size.Height, cancellationToken);
            }

            // After a clock that was set back the clip goes on, as fast as can be told.
            var time = TimeSpan.FromMilliseconds(Math.Floor((frame.Time - start).TotalMilliseconds));
            last = time > last ? time : last + TimeSpan.FromMilliseconds(1);
            await matroska.WriteFrameAsync(jpeg.Memory, last, cancellationToken);
            Frames++;
        }
    }
}
