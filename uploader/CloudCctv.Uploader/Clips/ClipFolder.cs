using System.Globalization;
using System.Text;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Folders;

namespace CloudCctv.Uploader.Clips;

/// <summary>
/// The clips of one camera on the device's disk: <c>yyyy-MM-dd/HHmmss-EVENT.mp4</c>, UTC. As in the spool, the name of a file
/// is its state: <c>.mkv.part</c> is being recorded, or was when the power went, and can be played up to its end;
/// <c>.mp4.new</c> is being finished, and worthless until it is. Clips that a person asked for are called <c>HHmmss-EVENT-asked</c>.
/// <c>.send</c> beside a clip says that it is to be sent, and holds the name of its event. Thread-safe.
/// </summary>
internal sealed class ClipFolder(string root, ClipOptions options)
{
    private const string Part = ".mkv.part";
    private const string Unfinished = ".mp4.new";
    private const string Finished = ".mp4";
    private const string Asked = "-asked";
    private const string Marked = ".send";

    private readonly Lock trimming = new();

    /// <summary>Makes a place for a new clip.</summary>
    /// <param name="name">Of the event.</param>
    /// <param name="asked">Whether a person asked for it.</param>
    /// <returns>Path of the file to record to.</returns>
    /// <exception cref="IOException">The disk is gone or read-only.</exception>
    public string NewPart(EventName name, bool asked = false)
    {
        MakeRoom();
        var day = Path.Combine(root, name.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(day);
        var clip = Path.Combine(day, name.Start.ToString("HHmmss", CultureInfo.InvariantCulture) + "-" + name.Id + (asked ? Asked : ""));
        if (options.SendsAll && !asked)
        {
            Mark(clip, name);
        }

        return clip + Part;
    }

    /// <summary>Clips that are finished and to be sent, oldest first.</summary>
    /// <exception cref="IOException">The disk is gone.</exception>
    public IReadOnlyList<(EventName Event, string Clip)> ToSend() =>
    [
        .. Files("*" + Marked).Order(StringComparer.Ordinal)
            .Select(mark => (Clip: Path.ChangeExtension(mark, Finished), Name: EventName.TryParse(File.ReadAllText(mark), out var name) ? name : null))
            .Where(one => one.Name is not null && File.Exists(one.Clip))
            .Select(one => (one.Name!, one.Clip)),
    ];

    /// <summary>It is in the spool, or never will be.</summary>
    /// <param name="clip">As <see cref="ToSend"/> has it.</param>
    public static void Unmark(string clip) => File.Delete(Path.ChangeExtension(clip, Marked));

    /// <summary>None is to be sent any more.</summary>
    /// <exception cref="IOException">The disk is gone or read-only.</exception>
    public void UnmarkAll()
    {
        foreach (var mark in Files("*" + Marked).ToList())
        {
            File.Delete(mark);
        }
    }

    /// <summary>Looks for the clip of an event by its id alone: the clock may have been set right since.</summary>
    /// <returns>Its path if it is finished; and whether it is being recorded or finished.</returns>
    /// <exception cref="IOException">The disk is gone.</exception>
    public (string? Clip, bool Comes) Find(EventName name)
    {
        var files = Files($"*-{name.Id}.*").ToList();
        return (files.Find(file => file.EndsWith(Finished, StringComparison.Ordinal)),
            files.Exists(file => file.EndsWith(Part, StringComparison.Ordinal) || file.EndsWith(Unfinished, StringComparison.Ordinal)));
    }

    /// <summary>What an earlier run left unfinished. To be called before anything is recorded.</summary>
    public IReadOnlyList<string> LeftParts()
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        foreach (var half in Files("*" + Unfinished).ToList())
        {
            File.Delete(half);
        }

        foreach (var mark in Files("*" + Marked).Where(IsOfNothing).ToList())
        {
            File.Delete(mark);
        }

        return [.. Files("*" + Part).Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes an mp4 of a recorded part, and removes the part. Safe to repeat after a crash at any line.</summary>
    /// <exception cref="ClipException">It holds no picture.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public async Task FinishAsync(string part, CancellationToken cancellationToken)
    {
        var clip = part[..^Part.Length];
        await ClipProcess.RunAsync(ClipArguments.Finish(part, clip + Unfinished), cancellationToken);
        await using (var file = new FileStream(clip + Unfinished, FileMode.Open, FileAccess.ReadWrite))
        {
            if (!Mp4File.HasPictures(file))
            {
                throw new ClipException("it holds no picture");
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(clip + Unfinished, clip + Finished, overwrite: true);
        FolderSync.Sync(Path.GetDirectoryName(clip)!);
        FolderSync.Sync(root);
        File.Delete(part);
        MakeRoom();
    }

    /// <summary>Removes a part that nothing can be made of.</summary>
    public static void Discard(string part)
    {
        File.Delete(part);
        File.Delete(part[..^Part.Length] + Unfinished);
        File.Delete(part[..^Part.Length] + Marked);
    }

    // Its clip has been deleted, or the power went before it was written.
    private static bool IsOfNothing(string mark) =>
        (!File.Exists(Path.ChangeExtension(mark, Part)) && !File.Exists(Path.ChangeExtension(mark, Finished))) || !EventName.TryParse(File.ReadAllText(mark), out _);

    private static void Mark(string clip, EventName name)
    {
        using var file = File.OpenHandle(clip + Marked, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(name.ToString()), 0);
        RandomAccess.FlushToDisk(file);
    }

    private IEnumerable<string> Files(string pattern) => Directory.Exists(root) ? Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories) : [];

    // A clip has a 16th at most, and six of them may be on their way, recorded or finished: two of events and one that was asked
    // for. The rest is for what is there.
    private void MakeRoom()
    {
        lock (trimming)
        {
            var clips = new DirectoryInfo(root) is { Exists: true } folder
                ? folder.EnumerateFiles("*" + Finished, SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal).ToList()
                : [];
            var bytes = clips.Sum(clip => clip.Length);
            foreach (var oldest in clips.TakeWhile(clip => bytes > options.MaximumBytes - (6 * options.MaximumClipBytes)))
            {
                bytes -= oldest.Length;
                oldest.Delete();
                Unmark(oldest.FullName);
                if (!oldest.Directory!.EnumerateFileSystemInfos().Any())
                {
                    oldest.Directory.Delete();
                }
            }
        }
    }
}
