using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Storage.Objects;
using Microsoft.Win32.SafeHandles;

namespace CloudCctv.Storage.Folders;

/// <summary>
/// Lets one writer at a time change an object, over threads and processes. Names share a fixed set of lock files, so none
/// ever has to be removed; the kernel frees the lock of a process that dies.
/// </summary>
internal sealed class WriteTurns(string folder, TimeProvider clock)
{
    private const int LockFiles = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public async Task<WriteTurn> TakeAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var number = SHA256.HashData(Encoding.ASCII.GetBytes(name.Value))[0] % LockFiles;
        var path = Path.Combine(folder, number.ToString("00", CultureInfo.InvariantCulture));
        while (true)
        {
            if (TryOpen(path) is { } file)
            {
                return new WriteTurn(file, clock);
            }

            // Real time even under a test's clock: another process holds the lock for a few milliseconds.
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // The second kind if somebody makes the folder just as we fail for lack of it.
            Directory.CreateDirectory(folder);
            return null;
        }
        catch (IOException e) when (IsHeldElsewhere(e))
        {
            return null;
        }
    }

    /// <summary>EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static bool IsHeldElsewhere(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}

/// <summary>The right to change the objects of one lock file, until disposed.</summary>
internal sealed class WriteTurn(SafeFileHandle lockFile, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// Now, or a tick (100 ns) after the last stamp, whichever is later. The lock file keeps the last stamp, so no two
    /// versions of a name share one, whatever clocks do and however often the object is deleted and made again.
    /// </summary>
    public DateTime NextStamp()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        var last = RandomAccess.Read(lockFile, bytes, 0) == bytes.Length ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        var ticks = Math.Max(clock.GetUtcNow().UtcTicks, last + 1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, ticks);
        RandomAccess.Write(lockFile, bytes, 0);
        return new DateTime(ticks, DateTimeKind.Utc);
    }

    public void Dispose() => lockFile.Dispose();
}
