using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CloudCctv.DropboxServer;

/// <summary>Listings, and the cursors that stand in them. Thread-safe.</summary>
internal sealed class Listing(FileTree tree)
{
    private readonly ConcurrentDictionary<string, Place> places = new();

    /// <summary>Fewer entries to a page than are asked for, as the service may.</summary>
    public int MostPerPage { get; set; } = 1000;

    /// <summary>Cursors are too old.</summary>
    public void Reset() => places.Clear();

    public Answer Begin(Arguments arguments)
    {
        var folder = arguments.FolderPath();
        var sequence = tree.Sequence;
        return folder.Length == 0 || tree.Find(folder) is { IsFolder: true }
            ? Page(folder, sequence, [.. tree.Below(folder).Select(file => file.ToJson(tagged: true))])
            : Answer.Conflict("path", Answer.Tagged("not_found"));
    }

    public Answer Continue(string cursor)
    {
        if (!places.TryGetValue(cursor, out var place))
        {
            return Answer.Conflict("reset");
        }

        var sequence = tree.Sequence;
        return place.Left.Count > 0
            ? Page(place.Folder, place.Sequence, place.Left)
            : Page(place.Folder, sequence, tree.Since(place.Sequence, place.Folder));
    }

    public async Task<Answer> WaitAsync(string cursor, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (!places.TryGetValue(cursor, out var place))
        {
            return Answer.Conflict("reset");
        }

        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(longest);
        while (!timer.IsCancellationRequested)
        {
            var changed = tree.Changed;
            if (place.Left.Count > 0 || tree.HasChanged(place.Sequence, place.Folder))
            {
                return Answer.Ok(new JsonObject { ["changes"] = true });
            }

            await changed.WaitAsync(timer.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Answer.Ok(new JsonObject { ["changes"] = false });
    }

    private Answer Page(string folder, int sequence, List<JsonObject> entries)
    {
        var cursor = Guid.NewGuid().ToString("N");
        places[cursor] = new Place(folder, sequence, [.. entries.Skip(MostPerPage)]);
        return Answer.Ok(new JsonObject
        {
            ["entries"] = new JsonArray([.. entries.Take(MostPerPage).Select(entry => entry.DeepClone())]),
            ["cursor"] = cursor,
            ["has_more"] = entries.Count > MostPerPage,
        });
    }

    private sealed record Place(string Folder, int Sequence, List<JsonObject> Left);
}
