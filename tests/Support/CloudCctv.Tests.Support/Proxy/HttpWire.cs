using System.Globalization;
using System.Text;

namespace CloudCctv.Tests.Support.Proxy;

/// <summary>Reads HTTP/1.1 messages from a connection as bytes, unchanged (RFC 9112). Not thread-safe.</summary>
/// <param name="stream">Of the connection.</param>
/// <param name="room">How much may be read now; null for any amount.</param>
/// <param name="read">Hears how much was read.</param>
internal sealed class HttpWire(Stream stream, Func<int, int>? room = null, Action<int>? read = null)
{
    private const int MaxHeadBytes = 64 * 1024;

    private readonly List<byte> pending = [];
    private readonly byte[] chunk = new byte[32 * 1024];

    /// <returns>With the blank line; null if the connection was closed before its first byte.</returns>
    public async Task<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. pending]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                pending.RemoveRange(0, end + 4);
                return new HttpHead(text[..(end + 4)]);
            }

            if (pending.Count > MaxHeadBytes || !await FillAsync(cancellationToken))
            {
                return pending.Count == 0 ? null : throw new IOException("The connection ended within the head of a message.");
            }
        }
    }

    /// <summary>The content as it is on the wire: a chunked one with its chunk sizes.</summary>
    public async Task<byte[]> ReadBodyAsync(HttpHead head, CancellationToken cancellationToken)
    {
        if (!head.IsChunked)
        {
            return await TakeAsync(head.ContentLength, cancellationToken);
        }

        var whole = new List<byte>();
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken);
            whole.AddRange(line);
            var size = int.Parse(Encoding.ASCII.GetString(line).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            whole.AddRange(await TakeAsync(size + 2, cancellationToken));
            if (size == 0)
            {
                return [.. whole];
            }
        }
    }

    /// <summary>Reads and forgets.</summary>
    public Task SkipAsync(int bytes, CancellationToken cancellationToken) => TakeAsync(bytes, cancellationToken);

    private async Task<byte[]> TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        while (pending.Count < bytes)
        {
            if (!await FillAsync(cancellationToken))
            {
                throw new IOException("The connection ended within the content of a message.");
            }
        }

        var taken = pending[..bytes].ToArray();
        pending.RemoveRange(0, bytes);
        return taken;
    }

    private async Task<byte[]> ReadLineAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = pending.IndexOf((byte)'\n')) < 0)
        {
            if (!await FillAsync(cancellationToken))
            {
                throw new IOException("The connection ended within a chunk.");
            }
        }

        return await TakeAsync(end + 1, cancellationToken);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var most = room?.Invoke(chunk.Length) ?? chunk.Length;
        var count = await stream.ReadAsync(chunk.AsMemory(0, most), cancellationToken);
        if (count > 0)
        {
            pending.AddRange(chunk.AsSpan(0, count));
            read?.Invoke(count);
        }

        return count > 0;
    }
}
