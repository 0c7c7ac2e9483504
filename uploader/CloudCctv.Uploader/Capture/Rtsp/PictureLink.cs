using CloudCctv.Imaging;
using CloudCctv.Uploader.Decoder;

namespace CloudCctv.Uploader.Capture.Rtsp;

/// <summary>
/// One run of the decoder: it tells of pictures, holds them, and hands over those that are asked for. What is told while an answer is
/// waited for is kept for later. One caller at a time, except where it says otherwise.
/// </summary>
internal sealed class PictureLink : IAsyncDisposable
{
    // What the decoder does for an answer takes milliseconds; who hangs is ended.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ChildProcess child;
    private readonly TimeProvider clock;
    private readonly Queue<(DecoderMessage Message, PooledBytes Content)> early = new();
    private readonly Lock telling = new();
    private readonly LinkedList<LaterPicture> held = [];
    private readonly byte[] head = new byte[DecoderMessage.Length];
    private ITimer? ending;
    private volatile bool broken;
    private string? complaint;

    /// <exception cref="CaptureException">This program cannot be started again.</exception>
    public PictureLink(DecoderRequest request, TimeProvider clock)
    {
        this.clock = clock;
        var (file, arguments) = OwnProgram.Start;
        child = ChildProcess.TryStartFed(file, [.. arguments, DecoderProgram.Command], Heard, CancellationToken.None)
            ?? throw new CaptureException($"{file} cannot be started.");
        Tell(request.Bytes());
    }

    /// <summary>The last that the libraries complained of; null for nothing.</summary>
    public string? Complaint => Volatile.Read(ref complaint);

    /// <summary>Whether full pictures can still be asked for.</summary>
    public bool IsOpen => !broken;

    /// <summary>Of the pictures that have been told of, the ones that somebody has.</summary>
    public IReadOnlyList<LaterPicture> Held
    {
        get
        {
            lock (telling)
            {
                return [.. held];
            }
        }
    }

    /// <summary>What the decoder says next; the caller's. It is not cancelled: see <see cref="AskToEnd"/>.</summary>
    /// <returns>Null when it has ended without a word.</returns>
    /// <exception cref="InvalidDataException">It talks nonsense.</exception>
    public async ValueTask<(DecoderMessage Message, PooledBytes Content)?> NextAsync()
    {
        if (!early.TryDequeue(out var next))
        {
            if (broken || await child.Output.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) < head.Length)
            {
                broken = true;
                return null;
            }

            var message = DecoderMessage.Read(head);
            next = (message, PooledBytes.Rent(message.Bytes));
            if (await child.Output.ReadAtLeastAsync(next.Content.Memory, message.Bytes, throwOnEndOfStream: false) < message.Bytes)
            {
                broken = true;
                next.Content.Dispose();
                return null;
            }
        }

        if (next.Message.Kind == DecoderMessageKind.Picture)
        {
            Tell(new DecoderCommand(DecoderCommandKind.Taken, next.Message.Number));
        }

        return next;
    }

    /// <summary>The full picture that belongs to a message.</summary>
    public LaterPicture Hold(DecoderMessage message)
    {
        var later = new LaterPicture(this, message);
        lock (telling)
        {
            held.AddLast(later);
        }

        return later;
    }

    /// <summary>Nobody will ask for it. Thread-safe.</summary>
    public void Release(LaterPicture later)
    {
        lock (telling)
        {
            held.Remove(later);
        }

        Tell(new DecoderCommand(DecoderCommandKind.Release, later.Number));
    }

    /// <summary>No more pictures are wanted: the decoder says that it has ended, at once. Thread-safe.</summary>
    public void AskToEnd()
    {
        Tell(new DecoderCommand(DecoderCommandKind.End));
        ending ??= clock.CreateTimer(_ => child.Kill(), null, Patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for one answer.</summary>
    /// <returns>Null if it is not to be had; else its content, the caller's.</returns>
    public PooledBytes? Ask(DecoderCommand question)
    {
        if (broken)
        {
            return null;
        }

        using var patience = clock.CreateTimer(_ => child.Kill(), null, Patience, Timeout.InfiniteTimeSpan);
        Tell(question);
        try
        {
            return AwaitAnswer(question.Number);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            broken = true;
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        broken = true;
        await (ending?.DisposeAsync() ?? ValueTask.CompletedTask);
        await child.DisposeAsync();
        while (early.TryDequeue(out var unread))
        {
            unread.Content.Dispose();
        }
    }

    private PooledBytes? AwaitAnswer(long number)
    {
        while (child.Output.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            var message = DecoderMessage.Read(head);
            var content = PooledBytes.Rent(message.Bytes);
            if (child.Output.ReadAtLeast(content.Span, message.Bytes, throwOnEndOfStream: false) < message.Bytes)
            {
                content.Dispose();
                break;
            }

            if (message.Kind is DecoderMessageKind.Jpeg or DecoderMessageKind.Full && message.Number == number)
            {
                return content;
            }

            if (message.Kind == DecoderMessageKind.Nothing)
            {
                content.Dispose();
                return null;
            }

            early.Enqueue((message, content));
        }

        broken = true;
        return null;
    }

    private void Tell(DecoderCommand command)
    {
        var bytes = new byte[DecoderCommand.Length];
        command.Write(bytes);
        Tell(bytes);
    }

    private void Tell(byte[] bytes)
    {
        try
        {
            lock (telling)
            {
                if (!broken)
                {
                    child.Input.Write(bytes);
                    child.Input.Flush();
                }
            }
        }
        catch (IOException)
        {
            // It has ended: its output says so.
        }
    }

    private void Heard(string? line)
    {
        if (line is not null && FfmpegLine.Parse(line) is { IsComplaint: true } said)
        {
            Volatile.Write(ref complaint, said.Text);
        }
    }
}
