using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Folders;

/// <summary>
/// Where files are written before they have a name: a folder of the store's own file system, so that a rename publishes
/// them, under a dotted name that no object and no message can have.
/// </summary>
internal sealed class TempArea(string folder, TimeProvider clock, LinkPace? pace = null)
{
    /// <summary>Longer than any write takes; what is older belonged to a process that died.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Writes all of <paramref name="content"/> and, unless a power cut may have it, has the disk confirm it.</summary>
    public async Task<TempFile> WriteAsync(Stream content, bool durable, CancellationToken cancellationToken)
    {
        var temp = new TempFile(Path.Combine(folder, Guid.NewGuid().ToString("N")));
        try
        {
            await using var file = Create(temp.Path);
            await content.CopyToAsync(pace is null ? file : new PacedStream(file, pace, pace.Current), cancellationToken);
            if (durable)
            {
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            return temp;
        }
        catch
        {
            temp.Dispose();
            throw;
        }
    }

    /// <summary>Makes the folder, and clears what crashed processes left in it.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(folder);
        var oldest = (clock.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => File.GetLastWriteTimeUtc(file) < oldest))
        {
            File.Delete(file);
        }
    }

    private FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // The second kind if somebody makes the folder just as we fail for lack of it.
            Directory.CreateDirectory(folder);
            return new FileStream(path, options);
        }
    }
}

/// <summary>A file without a name in the store; gone at the end unless it was moved to one.</summary>
internal sealed class TempFile(string path) : IDisposable
{
    public string Path { get; } = path;

    public void Dispose() => File.Delete(Path);
}
