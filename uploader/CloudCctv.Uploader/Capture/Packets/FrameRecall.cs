using CloudCctv.Uploader.Retry;

namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>
/// Gets the full pictures of one stream's frames, when somebody asks for them: a second decoder is started at the key frame before
/// the oldest frame in hand, is given the packets from there on, and goes on from picture to picture until nobody has asked for a
/// while. Each picture that it passes goes to who holds its frame, so that asking for the first frame of an event brings its
/// pre-roll too. To be asked by one caller at a time.
/// </summary>
internal sealed class FrameRecall(ReadOnlyMemory<byte> header, PacketUse use, TimeProvider clock) : IAsyncDisposable
{
    // The camera's pictures wait meanwhile, in pipes and in the camera. After the first wait in vain, the next ones are short.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly LinkedList<LaterPicture> held = [];
    private readonly BackOff backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), use.Random);
    private PictureDecoder? decoder;
    private long lastAsked;
    private long failedAt;
    private TimeSpan pause = TimeSpan.Zero;
    private TimeSpan patience = LongestWait;
    private (int Delivered, long Since) progress;
    private bool closed;

    /// <summary>Whether a decoder is running.</summary>
    public bool IsDecoding => decoder is not null;

    /// <summary>The picture of a packet, for when somebody asks for it.</summary>
    /// <param name="group">Which group.</param>
    /// <param name="index">Of the packet in it.</param>
    public LaterPicture Hold(PacketGroup group, int index)
    {
        var later = new LaterPicture(this, group, index);
        lock (gate)
        {
            held.AddLast(later);
        }

        return later;
    }

    /// <summary>Nobody will ask for it.</summary>
    public void Release(LaterPicture later)
    {
        lock (gate)
        {
            held.Remove(later);
        }
    }

    /// <summary>Has a picture decoded, and waits for it: two seconds at most.</summary>
    public async ValueTask RecallAsync(LaterPicture wanted, CancellationToken cancellationToken)
    {
        lastAsked = clock.GetTimestamp();
        for (var attempt = 1; attempt <= 2 && !closed && clock.GetElapsedTime(failedAt) >= pause && !wanted.Decided.IsCompleted; attempt++)
        {
            if (await TryAsync(wanted, cancellationToken) is not { } fault)
            {
                break;
            }

            await EndAsync();
            patience = LongestWait;
            // One that was killed is started again at once; one that hangs has cost enough time.
            if (fault.Hangs || attempt == 2)
            {
                (pause, failedAt) = (backOff.Next(), clock.GetTimestamp());
                use.Logger.PicturesLost(use.Camera, fault.Reason, pause.TotalSeconds);
            }
        }

        wanted.GiveUp();
    }

    /// <summary>To be called now and then: ends a decoder that nobody has asked for a while.</summary>
    public ValueTask RestAsync() => decoder is not null && clock.GetElapsedTime(lastAsked) >= Rest ? EndAsync() : ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        closed = true;
        return EndAsync();
    }

    /// <returns>Null if the picture came, or is still on its way.</returns>
    private async ValueTask<Fault?> TryAsync(LaterPicture wanted, CancellationToken cancellationToken)
    {
        var run = decoder ??= new PictureDecoder(header, Give);
        progress = patience == LongestWait ? (run.Delivered, lastAsked) : progress;
        Feed(run, wanted);
        await Task.WhenAny(wanted.Decided, run.Ended, Task.Delay(patience, clock, cancellationToken));
        if (wanted.Decided.IsCompleted)
        {
            (patience, pause) = (LongestWait, TimeSpan.Zero);
            backOff.Reset();
            return null;
        }

        if (run.Ended.IsCompleted)
        {
            return new Fault(await run.Ended ?? "it was ended", Hangs: false);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        // A slow computer catches up beside what goes on; who hangs is ended.
        patience = ShortWait;
        progress = run.Delivered == progress.Delivered ? progress : (run.Delivered, clock.GetTimestamp());
        return clock.GetElapsedTime(progress.Since) < LongestWait ? null : new Fault($"no picture within {LongestWait.TotalSeconds:0} s", Hangs: true);
    }

    private void Feed(PictureDecoder run, LaterPicture wanted)
    {
        var (group, index) = Start(run.Position, wanted);
        for (; ; index++)
        {
            if (index == group.Packets.Count)
            {
                if (group == wanted.Group || group.Next is null)
                {
                    return;
                }

                (group, index) = (group.Next, 0);
            }

            if (group == wanted.Group && index > wanted.Index)
            {
                return;
            }

            run.Feed(group, index);
        }
    }

    /// <returns>The first packet to give: the next one, or the key frame that all which is wanted comes after.</returns>
    private (PacketGroup Group, int Index) Start((PacketGroup Group, int Index)? position, LaterPicture wanted)
    {
        LaterPicture oldest;
        lock (gate)
        {
            oldest = held.First(later => later == wanted || !later.Decided.IsCompleted);
        }

        return position is { } at && IsAtOrAfter(at.Group, oldest.Group) ? (at.Group, at.Index + 1) : (oldest.Group, 0);
    }

    private static bool IsAtOrAfter(PacketGroup group, PacketGroup other)
    {
        for (var next = other; next is not null; next = next.Next)
        {
            if (next == group)
            {
                return true;
            }
        }

        return false;
    }

    // Comes from the decoder's reading, in order of time.
    private void Give(TimeSpan time, RawPicture picture)
    {
        List<LaterPicture> due;
        lock (gate)
        {
            due = [.. held.TakeWhile(later => later.Time <= time)];
        }

        var taker = due.Find(later => later.Time == time);
        if (taker is null)
        {
            picture.Data.Dispose();
        }

        taker?.Give(picture);
        // What is older and has none by now was damaged.
        due.ForEach(later => later.GiveUp());
    }

    private async ValueTask EndAsync()
    {
        var run = decoder;
        decoder = null;
        if (run is not null)
        {
            await run.DisposeAsync();
        }
    }

    private sealed record Fault(string Reason, bool Hangs);
}
