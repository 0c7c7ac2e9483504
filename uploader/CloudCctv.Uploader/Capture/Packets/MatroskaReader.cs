using System.Buffers;
using System.Buffers.Binary;

namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>What comes next in a Matroska stream.</summary>
/// <param name="Track">Whose it is.</param>
/// <param name="Time">Since the start of the stream, whole milliseconds.</param>
/// <param name="IsKey">Whether it can be decoded without those before it.</param>
/// <param name="Bytes">Of its content.</param>
internal readonly record struct MatroskaBlock(int Track, TimeSpan Time, bool IsKey, int Bytes);

/// <summary>
/// Reads a Matroska stream (RFC 9559) of the kind that ffmpeg writes into a pipe: blocks without lacing, times in milliseconds.
/// What it does not know it skips; nothing that the stream says makes it hold more than a block. Not thread-safe.
/// </summary>
/// <param name="input">Where from.</param>
/// <param name="maxBlockBytes">A larger block is refused.</param>
internal sealed class MatroskaReader(PipeBuffer input, int maxBlockBytes)
{
    private const int MaxHeaderBytes = 1 << 20;
    private const int MaxNumberBytes = 8;
    private const int BlockHeadBytes = 4;

    private readonly byte[] scratch = new byte[4096];
    private readonly ArrayBufferWriter<byte> header = new();
    private long clusterTime;
    private long unread;

    /// <summary>All of the stream up to its first cluster, byte for byte: a decoder that reads this can go on with any key frame.</summary>
    public ReadOnlyMemory<byte> Header => header.WrittenMemory;

    /// <summary>Known after <see cref="OpenAsync"/>.</summary>
    public IReadOnlyList<MatroskaTrack> Tracks { get; private set; } = [];

    /// <summary>Reads up to the first cluster.</summary>
    /// <returns>False if the stream ended before.</returns>
    /// <exception cref="InvalidDataException">It is no such stream.</exception>
    public async ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        while (await PeekHeadAsync(cancellationToken) is { } head)
        {
            if (header.WrittenCount == 0 && head.Id != MatroskaId.Ebml)
            {
                throw new InvalidDataException("The stream is no Matroska.");
            }

            if (head.Id == MatroskaId.Cluster)
            {
                return true;
            }

            var bytes = head.Id == MatroskaId.Segment ? 0 : head.Bytes ?? long.MaxValue;
            if (bytes > MaxHeaderBytes - header.WrittenCount)
            {
                throw new InvalidDataException("The stream's header is too long.");
            }

            var element = header.GetMemory(head.Length + (int)bytes)[..(head.Length + (int)bytes)];
            if (!await input.ReadBlockAsync(element, cancellationToken))
            {
                return false;
            }

            header.Advance(element.Length);
            Tracks = head.Id == MatroskaId.Tracks ? MatroskaTrack.ParseAll(element.Span[head.Length..]) : Tracks;
        }

        return false;
    }

    /// <summary>Goes on to the next block; what was left of the one before is skipped.</summary>
    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public async ValueTask<MatroskaBlock?> NextAsync(CancellationToken cancellationToken)
    {
        while (await SkipAsync(cancellationToken) && await PeekHeadAsync(cancellationToken) is { } head)
        {
            await input.ReadBlockAsync(scratch.AsMemory(0, head.Length), cancellationToken);
            // What these two hold is read as if it stood beside them.
            unread = head.Id is MatroskaId.Cluster or MatroskaId.BlockGroup ? 0 : head.Bytes ?? throw Damaged();
            if (head.Id == MatroskaId.Timestamp && await TakeAsync((int)Math.Min(unread, MaxNumberBytes), cancellationToken) is { } time)
            {
                clusterTime = (long)EbmlHead.Number(time.Span);
            }
            else if (head.Id is MatroskaId.SimpleBlock or MatroskaId.Block && await TakeAsync(BlockHeadBytes, cancellationToken) is { } block)
            {
                return Block(block.Span, head.Id == MatroskaId.SimpleBlock);
            }
        }

        return null;
    }

    /// <summary>Reads the content of the block.</summary>
    /// <param name="content">As long as the block; may be asked for once.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False if the stream ended before.</returns>
    public ValueTask<bool> ReadAsync(Memory<byte> content, CancellationToken cancellationToken)
    {
        unread -= content.Length;
        return input.ReadBlockAsync(content, cancellationToken);
    }

    private MatroskaBlock Block(ReadOnlySpan<byte> head, bool tellsKey)
    {
        const int oneByteNumber = 0x80, lacing = 0x06, key = 0x80;
        if (unread > maxBlockBytes || head[0] <= oneByteNumber || (head[3] & lacing) != 0)
        {
            throw Damaged();
        }

        // Not to be overrun by nonsense: 1000 years are enough.
        var time = Math.Clamp(clusterTime, 0, 1L << 45) + BinaryPrimitives.ReadInt16BigEndian(head[1..]);
        return new MatroskaBlock(head[0] & ~oneByteNumber, TimeSpan.FromMilliseconds(time), tellsKey && (head[3] & key) != 0, (int)unread);
    }

    private async ValueTask<EbmlHead?> PeekHeadAsync(CancellationToken cancellationToken)
    {
        // Byte by byte, because behind the last element that has been sent there is nothing to wait for.
        for (var bytes = 2; ; bytes++)
        {
            var seen = await input.PeekAsync(bytes, cancellationToken);
            if (EbmlHead.TryRead(seen.Span) is { } head)
            {
                return head;
            }

            if (seen.Length < bytes)
            {
                return null;
            }
        }
    }

    /// <returns>Null if the stream ended before; else valid until the next call.</returns>
    private async ValueTask<ReadOnlyMemory<byte>?> TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        unread = unread >= bytes ? unread - bytes : throw Damaged();
        if (await input.ReadBlockAsync(scratch.AsMemory(0, bytes), cancellationToken))
        {
            return scratch.AsMemory(0, bytes);
        }

        return null;
    }

    private async ValueTask<bool> SkipAsync(CancellationToken cancellationToken)
    {
        while (unread > 0)
        {
            var part = scratch.AsMemory(0, (int)Math.Min(unread, scratch.Length));
            if (!await input.ReadBlockAsync(part, cancellationToken))
            {
                return false;
            }

            unread -= part.Length;
        }

        return true;
    }

    private static InvalidDataException Damaged() => new("The stream is damaged: its packets are out of step.");
}
