using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Folders;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>
/// Which wishes have been granted, for as long as they stand in the store: on the disk, so that no clip is sent again and again
/// while nobody takes its wish away. Thread-safe.
/// </summary>
internal sealed class SentClips
{
    private readonly Lock gate = new();
    private readonly string path;
    private readonly ILogger logger;
    private ClipWishes sent;

    /// <param name="path">Of the file. One that cannot be read is as good as none.</param>
    /// <param name="logger">Told when it cannot be read or written.</param>
    public SentClips(string path, ILogger logger)
    {
        (this.path, this.logger) = (path, logger);
        sent = Load();
    }

    public bool Has(EventName wish)
    {
        lock (gate)
        {
            return sent.Events.Contains(wish);
        }
    }

    /// <summary>Its clip is in the spool.</summary>
    public void Add(EventName wish) => Change(all => all.With(wish));

    /// <summary>Its clip has left the spool again, and not for the store.</summary>
    public void Forget(EventName wish) => Change(all => all.Without(wish));

    /// <summary>Wishes that are gone may be made again.</summary>
    public void KeepOnly(ClipWishes wishes) => Change(all => new ClipWishes([.. all.Events.Where(wishes.Events.Contains)]));

    private void Change(Func<ClipWishes, ClipWishes> change)
    {
        lock (gate)
        {
            var next = change(sent);
            if (!next.Events.SequenceEqual(sent.Events))
            {
                sent = next;
                Save();
            }
        }
    }

    private ClipWishes Load()
    {
        try
        {
            return File.Exists(path) ? ClipWishes.Read(File.ReadAllBytes(path)) : ClipWishes.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.SentUnwritable(exception.Message);
            return ClipWishes.None;
        }
    }

    // A power cut leaves the old one or the new one.
    private void Save()
    {
        try
        {
            using (var file = File.OpenHandle(path + ".next", FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, ClipWishes.Write(sent), 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(path + ".next", path, overwrite: true);
            FolderSync.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.SentUnwritable(exception.Message);
        }
    }
}
