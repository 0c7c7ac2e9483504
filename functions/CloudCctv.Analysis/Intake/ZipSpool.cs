using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Intake;

/// <summary>
/// Brings a zip to where it can be read at any position: pooled memory if small, else a file in a private folder that nobody
/// but this process can open. Thread-safe.
/// </summary>
public sealed class ZipSpool(IntakeOptions options) : IDisposable
{
    private readonly Lazy<DirectoryInfo> folder = new(() => Directory.CreateTempSubdirectory("cloudcctv-intake-"));

    /// <returns>The whole zip, at position 0. The caller disposes it.</returns>
    /// <exception cref="BatchRejectedException">It is larger than <see cref="BatchLimits.MaxZipBytes"/>.</exception>
    public Task<Stream> TakeBatchAsync(StoredObject source, CancellationToken cancellationToken) => source.Properties.Bytes <= options.Limits.MaxZipBytes
        ? TakeAsync(source, cancellationToken)
        : throw new BatchRejectedException(BatchFault.ZipTooLarge, $"Zip has {source.Properties.Bytes} bytes; at most {options.Limits.MaxZipBytes} are read.");

    /// <summary>The same for an object of any length, as evidence may be.</summary>
    public async Task<Stream> TakeAsync(StoredObject source, CancellationToken cancellationToken)
    {
        var bytes = source.Properties.Bytes;
        Stream spooled = bytes <= options.MaxMemoryBytes ? new PooledMemoryStream((int)bytes) : CreateFile();
        try
        {
            await CopyAsync(source.Content, spooled, bytes, cancellationToken);
            spooled.Position = 0;
            return spooled;
        }
        catch
        {
            await spooled.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        if (folder.IsValueCreated)
        {
            folder.Value.Delete(recursive: true);
        }
    }

    private static async Task CopyAsync(Stream source, Stream target, long expected, CancellationToken cancellationToken)
    {
        using var buffer = PooledBytes.Rent(80 << 10);
        long copied = 0;
        for (int read; copied <= expected && (read = await source.ReadAsync(buffer.Memory, cancellationToken)) > 0;)
        {
            copied += read;
            if (copied <= expected)
            {
                await target.WriteAsync(buffer.Memory[..read], cancellationToken);
            }
        }

        if (copied != expected)
        {
            throw new StoreUnreachableException($"Store gave {copied} bytes of an object of {expected}.");
        }
    }

    private FileStream CreateFile()
    {
        var path = Path.Combine(folder.Value.FullName, $"{Guid.NewGuid():N}.zip");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 << 10, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name it goes away with the process, whatever ends that.
            File.Delete(path);
        }

        return file;
    }
}
