using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>
/// Reads frames from an ffmpeg that decodes for the motion gate only: the small luma of each picture, and beside it the packet that
/// it was decoded from, out of which the full picture can be had later.
/// </summary>
internal sealed class PacketReader(PipeBuffer input, PacketUse use, TimeProvider clock) : IFrameReader, IAsyncDisposable
{
    private const int LumaTrack = 1, PacketTrack = 2;
    private const int MaxBlockBytes = 32_000_000;

    // Both times are of the same picture, but rounded on different ways.
    private static readonly TimeSpan SameTime = TimeSpan.FromMilliseconds(2);

    private readonly MatroskaReader matroska = new(input, MaxBlockBytes);
    private MatroskaTrack luma;
    private MatroskaTrack video;
    private FrameRecall? recall;
    private PacketGroup? group;
    private PacketGroup? groupBefore;
    private TimeSpan newest = TimeSpan.MinValue;
    private (TimeSpan Time, PooledBytes Pixels)? waiting;

    /// <exception cref="PacketsUnsuitableException">Its pictures must be decoded as they come.</exception>
    public async ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken)
    {
        if (recall is null && !await OpenAsync(cancellationToken))
        {
            return null;
        }

        await recall!.RestAsync();
        while (await matroska.NextAsync(cancellationToken) is { } block)
        {
            // The packet should be here by the time of the next luma; without it there is at least this.
            var orphan = block.Track == LumaTrack ? waiting : null;
            if (!await TakeAsync(block, cancellationToken))
            {
                return null;
            }

            if (orphan is { } alone)
            {
                return Picture(alone.Pixels, later: null);
            }

            if (waiting is { } seen && newest + SameTime >= seen.Time)
            {
                waiting = null;
                return Picture(seen.Pixels, Find(seen.Time));
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        waiting?.Pixels.Dispose();
        waiting = null;
        await (recall?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (!await matroska.OpenAsync(cancellationToken))
        {
            return false;
        }

        luma = matroska.Tracks.FirstOrDefault(track => track.Number == LumaTrack);
        video = matroska.Tracks.FirstOrDefault(track => track.Number == PacketTrack);
        if (video.Width == 0 || luma.Width != (video.Width + 3) / 4 || luma.Height != (video.Height + 3) / 4)
        {
            throw new PacketsUnsuitableException($"its pictures are turned or of an unusual shape ({video.Width} × {video.Height}, a quarter of it {luma.Width} × {luma.Height})");
        }

        recall = new FrameRecall(matroska.Header, use, clock);
        return true;
    }

    /// <returns>False if the stream ended within the block.</returns>
    private async ValueTask<bool> TakeAsync(MatroskaBlock block, CancellationToken cancellationToken)
    {
        switch (block.Track)
        {
            case LumaTrack when block.Bytes == luma.Width * luma.Height:
                waiting = null;
                var pixels = PooledBytes.Rent(block.Bytes);
                if (!await matroska.ReadAsync(pixels.Memory, cancellationToken))
                {
                    pixels.Dispose();
                    return false;
                }

                waiting = (block.Time, pixels);
                return true;
            case LumaTrack:
                throw new InvalidDataException("The pictures have changed their size.");
            case PacketTrack:
                var data = new byte[block.Bytes];
                return await matroska.ReadAsync(data, cancellationToken) && Add(new Packet(block.Time, block.IsKey, data));
            default:
                return true;
        }
    }

    private bool Add(Packet packet)
    {
        if (packet.Time <= newest)
        {
            throw new PacketsUnsuitableException("it sends pictures in another order than they are shown (B-frames)");
        }

        newest = packet.Time;
        if (packet.IsKey)
        {
            (groupBefore, group) = (group, group?.Follow() ?? new PacketGroup());
        }

        group?.Add(packet);
        return true;
    }

    /// <returns>Null if the packet has not come: it came before the first key frame, or was damaged.</returns>
    private LaterPicture? Find(TimeSpan time)
    {
        foreach (var candidate in (PacketGroup?[])[group, groupBefore])
        {
            for (var index = (candidate?.Packets.Count ?? 0) - 1; index >= 0; index--)
            {
                if ((candidate!.Packets[index].Time - time).Duration() <= SameTime)
                {
                    candidate.Packets[index].IsPicture = true;
                    return recall!.Hold(candidate, index);
                }
            }
        }

        return null;
    }

    private RawPicture Picture(PooledBytes pixels, LaterPicture? later) =>
        new(pixels, FrameFormat.Packet, video.Width, video.Height, video.FullRange) { Later = later };
}
