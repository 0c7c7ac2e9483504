using System.Globalization;
using System.Text.Json.Nodes;

namespace CloudCctv.DropboxServer;

/// <summary>The files of one Dropbox, with their history for cursors. Thread-safe.</summary>
internal sealed class FileTree
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StoredFile> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> changes = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long revs = 0x5_0000_0000;

    public int Sequence
    {
        get
        {
            lock (gate)
            {
                return changes.Count;
            }
        }
    }

    public Task Changed
    {
        get
        {
            lock (gate)
            {
                return changed.Task;
            }
        }
    }

    public List<StoredFile> Below(string folder)
    {
        lock (gate)
        {
            return [.. files.Values.Where(file => IsBelow(file.Path, folder))];
        }
    }

    public StoredFile? Find(string path)
    {
        lock (gate)
        {
            return files.GetValueOrDefault(path);
        }
    }

    /// <param name="path">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="mode">add, overwrite, or the rev of update.</param>
    /// <param name="strict">Whether equal content is a conflict.</param>
    /// <returns>The file, or the WriteError.</returns>
    public (StoredFile? File, JsonObject? Error) Write(string path, byte[] content, string mode, bool strict)
    {
        lock (gate)
        {
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                if (files.GetValueOrDefault(path[..slash]) is { IsFolder: false })
                {
                    return (null, Answer.WriteConflict("file_ancestor"));
                }
            }

            if (files.GetValueOrDefault(path) is { } there)
            {
                if (there.IsFolder)
                {
                    return (null, Answer.WriteConflict("folder"));
                }

                if (!strict && mode == "add" && there.Content.AsSpan().SequenceEqual(content))
                {
                    return (there, null);
                }

                if (mode == "add" || (mode != "overwrite" && mode != there.Rev))
                {
                    return (null, Answer.WriteConflict("file"));
                }
            }
            else if (mode is not ("add" or "overwrite") && strict)
            {
                return (null, Answer.WriteConflict("file"));
            }

            MakeFolders(path);
            return (Keep(new StoredFile(path, content, NextRev(), TimeProvider.System.GetUtcNow())), null);
        }
    }

    /// <returns>What was there; null if nothing was, or another version.</returns>
    public StoredFile? Delete(string path, string? rev, out bool wrongVersion)
    {
        lock (gate)
        {
            var there = files.GetValueOrDefault(path);
            wrongVersion = there is not null && rev is not null && there.Rev != rev;
            if (there is null || wrongVersion)
            {
                return null;
            }

            foreach (var gone in files.Keys.Where(name => name.Equals(path, StringComparison.OrdinalIgnoreCase) || IsBelow(name, path)).ToList())
            {
                files.Remove(gone);
                changes.Add(gone);
            }

            Tell();
            return there;
        }
    }

    /// <summary>What has changed since a place in history, as a listing tells it.</summary>
    public List<JsonObject> Since(int sequence, string folder)
    {
        lock (gate)
        {
            return
            [
                .. changes.Skip(sequence).Distinct(StringComparer.OrdinalIgnoreCase).Where(path => IsBelow(path, folder)).Select(path => files.TryGetValue(path, out var file)
                    ? file.ToJson(tagged: true)
                    : new JsonObject { [".tag"] = "deleted", ["name"] = path[(path.LastIndexOf('/') + 1)..], ["path_lower"] = path.ToLowerInvariant(), ["path_display"] = path }),
            ];
        }
    }

    public bool HasChanged(int sequence, string folder)
    {
        lock (gate)
        {
            return changes.Skip(sequence).Any(path => IsBelow(path, folder));
        }
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith($"{folder}/", StringComparison.OrdinalIgnoreCase);

    private void MakeFolders(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (!files.ContainsKey(path[..slash]))
            {
                Keep(new StoredFile(path[..slash], null, NextRev(), TimeProvider.System.GetUtcNow()));
            }
        }
    }

    private StoredFile Keep(StoredFile file)
    {
        files[file.Path] = file;
        changes.Add(file.Path);
        Tell();
        return file;
    }

    private string NextRev() => (++revs).ToString("x", CultureInfo.InvariantCulture);

    private void Tell()
    {
        var told = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        told.SetResult();
    }
}
