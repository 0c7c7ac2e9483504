using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.DropboxServer;

/// <summary>Which call does what, and the checks before it. Thread-safe.</summary>
internal sealed class Routes
{
    private static readonly string[] Commit = ["path", "mode", "autorename", "client_modified", "mute", "property_groups", "strict_conflict"];

    public Routes() => Listing = new Listing(Tree);

    public FileTree Tree { get; } = new();

    public SignInDesk SignIn { get; } = new();

    public UploadSessions Sessions { get; } = new();

    public Listing Listing { get; }

    public async Task<Answer> AnswerAsync(string route, HttpRequest request, bool damage)
    {
        if (route == "oauth2/token")
        {
            return await SignIn.TokenAsync(request);
        }

        var waits = route == "files/list_folder/longpoll";
        if ((waits ? request.Headers.Authorization.Count > 0 ? Answer.Bad(route, "this endpoint takes no authorization") : null : SignIn.Refuse(request)) is { } refused)
        {
            return refused;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var content = body.ToArray();
        if (damage && content.Length > 0)
        {
            content[^1] ^= 1;
        }

        try
        {
            return waits ? await WaitAsync(content, request) : route.StartsWith("files/upload", StringComparison.Ordinal) || route == "files/download"
                ? WithContent(route, request, content)
                : Plain(route, request, content);
        }
        catch (BadCallException fault)
        {
            return Answer.Bad(route, fault.Message);
        }
    }

    private Task<Answer> WaitAsync(byte[] body, HttpRequest request)
    {
        var arguments = Arguments.Read(body, "cursor", "timeout");
        var seconds = arguments.Number("timeout");
        return seconds is >= 30 and <= 480
            ? Listing.WaitAsync(arguments.Text("cursor"), TimeSpan.FromSeconds(seconds), request.HttpContext.RequestAborted)
            : throw new BadCallException("timeout: must be from 30 to 480");
    }

    private Answer Plain(string route, HttpRequest request, byte[] body)
    {
        if (request.ContentType != "application/json")
        {
            throw new BadCallException($"Bad HTTP \"Content-Type\" header: \"{request.ContentType}\". Expecting one of \"application/json\"");
        }

        switch (route)
        {
            case "files/get_metadata":
                return Tree.Find(Arguments.Read(body, "path").FilePath()) is { } found ? Answer.Ok(found.ToJson(tagged: true)) : Answer.Conflict("path", Answer.Tagged("not_found"));
            case "files/delete_v2":
                var delete = Arguments.Read(body, "path", "parent_rev");
                return Tree.Delete(delete.FilePath(), delete.TextOrNull("parent_rev"), out var wrongVersion) is { } gone ? Answer.Ok(new JsonObject { ["metadata"] = gone.ToJson(tagged: true) })
                    : wrongVersion ? Answer.Conflict("path_write", Answer.WriteConflict("file"))
                    : Answer.Conflict("path_lookup", Answer.Tagged("not_found"));
            case "files/list_folder":
                return Listing.Begin(Arguments.Read(body, "path", "recursive", "limit"));
            case "files/list_folder/continue":
                return Listing.Continue(Arguments.Read(body, "cursor").Text("cursor"));
            default:
                throw new BadCallException("Unknown API function");
        }
    }

    private Answer WithContent(string route, HttpRequest request, byte[] content)
    {
        var argument = request.Headers["Dropbox-API-Arg"].ToString();
        if (argument.Any(c => c > 0x7e) || (request.ContentType != "application/octet-stream" && route != "files/download"))
        {
            throw new BadCallException("HTTP header \"Dropbox-API-Arg\" must be ASCII, and content application/octet-stream");
        }

        var bytes = Encoding.ASCII.GetBytes(argument);
        switch (route)
        {
            case "files/download":
                return Tree.Find(Arguments.Read(bytes, "path").FilePath()) is { IsFolder: false } file
                    ? new Answer(200, "") { Content = file.Content, Result = file.ToJson(tagged: false).ToJsonString() }
                    : Answer.Conflict("path", Answer.Tagged("not_found"));
            case "files/upload":
                var upload = Arguments.Read(bytes, [.. Commit, "content_hash"]);
                return IsDamaged(upload, content) ? Answer.Conflict("content_hash_mismatch") : Store(upload, content, Answer.UploadConflict);
            case "files/upload_session/start":
                Arguments.Read(bytes, "close", "session_type", "content_hash");
                return Sessions.Start(content);
            case "files/upload_session/append_v2":
                var append = Arguments.Read(bytes, "cursor", "close", "content_hash");
                return IsDamaged(append, content) ? Answer.Conflict("content_hash_mismatch") : Sessions.Append(append.Inner("cursor", "session_id", "offset"), content);
            case "files/upload_session/finish":
                return Finish(Arguments.Read(bytes, "cursor", "commit", "content_hash"), content);
            default:
                throw new BadCallException("Unknown API function");
        }
    }

    private Answer Finish(Arguments arguments, byte[] content)
    {
        var cursor = arguments.Inner("cursor", "session_id", "offset");
        var (whole, fault) = Sessions.Finish(cursor, content);
        if (fault is not null)
        {
            return fault;
        }

        var stored = Store(arguments.Inner("commit", Commit), whole!, error => Answer.Conflict("path", error));
        if (stored.Status == 200)
        {
            Sessions.End(cursor.Text("session_id"));
        }

        return stored;
    }

    private Answer Store(Arguments commit, byte[] content, Func<JsonObject, Answer> conflict)
    {
        var (file, error) = Tree.Write(commit.FilePath(), content, commit.Mode(), commit.Flag("strict_conflict"));
        return error is null ? Answer.Ok(file!.ToJson(tagged: false)) : conflict(error);
    }

    private static bool IsDamaged(Arguments arguments, byte[] content) => arguments.TextOrNull("content_hash") is { } hash && hash != StoredFile.HashOf(content);
}
