using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CloudCctv.DropboxServer;

/// <summary>Uploads in pieces. Thread-safe.</summary>
internal sealed class UploadSessions
{
    private readonly ConcurrentDictionary<string, MemoryStream> open = new();

    public int Count => open.Count;

    /// <summary>Sessions are too old.</summary>
    public void Forget() => open.Clear();

    public Answer Start(byte[] content)
    {
        var id = $"pid_upload_session:{Guid.NewGuid():N}";
        open[id] = new MemoryStream();
        open[id].Write(content);
        return Answer.Ok(new JsonObject { ["session_id"] = id });
    }

    public Answer Append(Arguments cursor, byte[] content) =>
        Fault(cursor, content) is { } fault ? Answer.Error(409, $"{fault[".tag"]}", fault) : Answer.Ok(null);

    /// <returns>All that it holds, or the answer that says why not.</returns>
    public (byte[]? Content, Answer? Answer) Finish(Arguments cursor, byte[] content)
    {
        if (Fault(cursor, content) is { } fault)
        {
            return (null, Answer.Conflict("lookup_failed", fault));
        }

        return (open[cursor.Text("session_id")].ToArray(), null);
    }

    public void End(string id) => open.TryRemove(id, out _);

    /// <summary>Appends, or says in an UploadSessionLookupError why not.</summary>
    private JsonObject? Fault(Arguments cursor, byte[] content)
    {
        if (!open.TryGetValue(cursor.Text("session_id"), out var held))
        {
            return Answer.Tagged("not_found");
        }

        lock (held)
        {
            if (cursor.Number("offset") != held.Length)
            {
                return new JsonObject { [".tag"] = "incorrect_offset", ["correct_offset"] = held.Length };
            }

            held.Write(content);
            return null;
        }
    }
}
