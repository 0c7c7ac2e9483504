using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>
/// One run of ffmpeg that makes pictures of packets. It is written to and read from at the same time, so that neither pipe can stop
/// the other. Disposing ends it.
/// </summary>
internal sealed class PictureDecoder : IAsyncDisposable
{
    private const int PacketTrack = 2;

    private readonly Channel<Packet> packets = Channel.CreateUnbounded<Packet>(new UnboundedChannelOptions { SingleReader = true });
    // Pictures come out as packets went in.
    private readonly ConcurrentQueue<TimeSpan> owed = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ChildProcess child;
    private readonly ReadOnlyMemory<byte> header;
    private readonly Action<TimeSpan, RawPicture> decoded;
    private string? complaint;
    private int delivered;

    /// <param name="header">Of the stream that the packets are from.</param>
    /// <param name="decoded">Takes each picture over, in order, from another thread.</param>
    /// <exception cref="CaptureException">ffmpeg is not installed.</exception>
    public PictureDecoder(ReadOnlyMemory<byte> header, Action<TimeSpan, RawPicture> decoded)
    {
        (this.header, this.decoded) = (header, decoded);
        child = ChildProcess.TryStartFed("ffmpeg", PacketArguments.Decode, Heard, stop.Token)
            ?? throw new CaptureException("ffmpeg cannot be started. Install it: sudo apt-get install ffmpeg");
        Ended = RunAsync();
    }

    /// <summary>The packet that was given last, and its group.</summary>
    public (PacketGroup Group, int Index)? Position { get; private set; }

    /// <summary>How many pictures have come out.</summary>
    public int Delivered => Volatile.Read(ref delivered);

    /// <summary>Done when it has ended, for whatever reason; null if it was told to, else why.</summary>
    public Task<string?> Ended { get; }

    /// <summary>Gives it a packet; it is decoded beside what the caller does.</summary>
    public void Feed(PacketGroup group, int index)
    {
        Position = (group, index);
        var packet = group.Packets[index];
        if (packet.IsPicture)
        {
            owed.Enqueue(packet.Time);
        }

        packets.Writer.TryWrite(packet);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        packets.Writer.TryComplete();
        await Ended;
        await child.DisposeAsync();
        stop.Dispose();
    }

    private void Heard(string? line) => complaint = line is null ? complaint : FfmpegLine.Parse(line).Text;

    private async Task<string?> RunAsync()
    {
        var writing = WriteAsync();
        var reading = ReadAsync();
        await Task.WhenAny(writing, reading);
        // One without the other is of no use.
        await stop.CancelAsync();
        packets.Writer.TryComplete();
        var why = await reading ?? await writing;
        await writing;
        return why is null || complaint is null ? why : $"{why}: {complaint}";
    }

    private async Task<string?> WriteAsync()
    {
        try
        {
            await child.Input.WriteAsync(header, stop.Token);
            await foreach (var packet in packets.Reader.ReadAllAsync(stop.Token))
            {
                await child.Input.WriteAsync(ClusterHead(packet), stop.Token);
                await child.Input.WriteAsync(packet.Data, stop.Token);
                await child.Input.FlushAsync(stop.Token);
            }

            return null;
        }
        catch (IOException)
        {
            return "it has ended";
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<string?> ReadAsync()
    {
        try
        {
            var reader = new Y4mReader(new PipeBuffer(child.Output));
            while (await reader.ReadAsync(stop.Token) is { } picture)
            {
                Interlocked.Increment(ref delivered);
                if (owed.TryDequeue(out var time))
                {
                    decoded(time, picture);
                }
                else
                {
                    picture.Data.Dispose();
                }
            }

            return "it has ended";
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return exception.Message;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A cluster with one block and its own time, up to where the packet's bytes follow.</summary>
    private static byte[] ClusterHead(Packet packet)
    {
        // All sizes are written in eight bytes, whose first is 1.
        const ulong eightBytes = 0x0100_0000_0000_0000;
        const int clusterHead = 12, timestamp = 10, blockHead = 9, inBlock = 4;
        var head = new byte[clusterHead + timestamp + blockHead + inBlock];
        var rest = head.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(rest, MatroskaId.Cluster);
        BinaryPrimitives.WriteUInt64BigEndian(rest[4..], eightBytes | (uint)(timestamp + blockHead + inBlock + packet.Data.Length));
        rest = rest[clusterHead..];
        (rest[0], rest[1]) = ((byte)MatroskaId.Timestamp, 0x88);
        BinaryPrimitives.WriteInt64BigEndian(rest[2..], (long)packet.Time.TotalMilliseconds);
        rest = rest[timestamp..];
        rest[0] = (byte)MatroskaId.SimpleBlock;
        BinaryPrimitives.WriteUInt64BigEndian(rest[1..], eightBytes | (uint)(inBlock + packet.Data.Length));
        // Its track, no time of its own, a key frame or not.
        (rest[blockHead], rest[blockHead + 3]) = (0x80 | PacketTrack, packet.IsKey ? (byte)0x80 : (byte)0);
        return head;
    }
}
