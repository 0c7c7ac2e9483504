using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Folders;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>
/// Which wishes have been granted, for as long as they stand in the store: on the disk, so that no clip is sent again and again
/// while nobody takes its wish away. A wish that is made anew is another one. Thread-safe.
/// </summary>
internal sealed class SentClips
{
    private readonly Lock gate = new();
    private readonly string path;
    private readonly ILogger logger;
    private ClipWishes sent;

    // Not on the disk: a power cut must not make a clip a sent one whose copy is not whole.
    private ClipWishes coming = ClipWishes.None;

    // Not on the disk either: after a restart the store is asked once more.
    private ClipWishes refused = ClipWishes.None;

    /// <param name="path">Of the file. One that cannot be read is as good as none.</param>
    /// <param name="logger">Told when it cannot be read or written.</param>
    public SentClips(string path, ILogger logger)
    {
        (this.path, this.logger) = (path, logger);
        sent = Load();
    }

    /// <summary>Whether somebody waits for this clip, and it is on its way.</summary>
    public bool Has(EventName clip)
    {
        lock (gate)
        {
            return (sent.Find(clip) ?? coming.Find(clip)) is not null;
        }
    }

    /// <summary>Whether this very wish is granted.</summary>
    public bool Has(WantedClip wish)
    {
        lock (gate)
        {
            return sent.Find(wish.Event)?.IsSameAs(wish) is true;
        }
    }

    /// <summary>Whether the store would not take the clip when this very wish was granted.</summary>
    public bool IsRefused(WantedClip wish)
    {
        lock (gate)
        {
            return refused.Find(wish.Event)?.IsSameAs(wish) is true;
        }
    }

    /// <summary>Its clip is about to be put into the spool, which it may leave before whoever puts it there knows.</summary>
    public void Expect(WantedClip wish)
    {
        lock (gate)
        {
            coming = coming.With(wish);
        }
    }

    /// <summary>Its clip is in the spool, unless it has been forgotten since it was expected.</summary>
    public void Add(WantedClip wish)
    {
        lock (gate)
        {
            if (coming.Wanted.Contains(wish))
            {
                coming = coming.Without(wish.Event);
                Change(all => all.With(wish));
            }
        }
    }

    /// <summary>Its clip is not in the spool, or no longer, and not for the store.</summary>
    public void Forget(EventName clip)
    {
        lock (gate)
        {
            coming = coming.Without(clip);
            Change(all => all.Without(clip));
        }
    }

    /// <summary>The store will not take this clip.</summary>
    public void Refuse(EventName clip)
    {
        lock (gate)
        {
            if ((coming.Find(clip) ?? sent.Find(clip)) is { } wish)
            {
                refused = refused.With(wish);
                Forget(clip);
            }
        }
    }

    /// <summary>Wishes that are gone may be made again.</summary>
    public void KeepOnly(ClipWishes wishes)
    {
        lock (gate)
        {
            refused = Standing(refused, wishes);
            Change(all => Standing(all, wishes));
        }
    }

    // By event: what waits for an earlier wish serves a later one, too.
    private static ClipWishes Standing(ClipWishes all, ClipWishes wishes) => new([.. all.Wanted.Where(one => wishes.Find(one.Event) is not null)]);

    private void Change(Func<ClipWishes, ClipWishes> change)
    {
        lock (gate)
        {
            var next = change(sent);
            if (!next.Wanted.SequenceEqual(sent.Wanted))
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
