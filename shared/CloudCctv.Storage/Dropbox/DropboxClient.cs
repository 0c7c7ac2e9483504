using CloudCctv.Storage.Dropbox.SignIn;
using CloudCctv.Storage.Dropbox.Upload;
using CloudCctv.Storage.Dropbox.Wire;
using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Dropbox;

/// <summary>
/// The part of the files API that is used here, typed. Paths are the service's: empty for the app's whole folder, else with a
/// slash in front. Faults are as they come (<see cref="DropboxFault"/> says what they mean). Thread-safe.
/// </summary>
internal sealed class DropboxClient(DropboxCalls calls)
{
    /// <summary>More at once needs an upload session, by the service's rules (150 MB).</summary>
    public const int MaxUploadBytes = 150_000_000;

    private const int EntriesPerPage = 200;

    public static DropboxClient Create(DropboxToken token, Uri? api, LinkPace? pace, TimeProvider clock)
    {
        var http = DropboxHttp.Client(pace);
        var hosts = DropboxHosts.At(api);
        return new DropboxClient(new DropboxCalls(http, hosts, new AccessTokens(token, new TokenEndpoint(http, hosts, clock), clock), clock));
    }

    public async Task<Metadata> UploadAsync(string path, WriteMode mode, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => (await calls.SendAsync(
        "files/upload", new UploadArgument(path, mode, ContentHash.Of(content.Span)), WireJson.Default.UploadArgument, content, WireJson.Default.Metadata, cancellationToken))!;

    /// <returns>The session's id; it is good for days.</returns>
    public async Task<string> StartSessionAsync(CancellationToken cancellationToken) => (await calls.SendAsync(
        "files/upload_session/start", new SessionStartArgument(Close: false), WireJson.Default.SessionStartArgument, default, WireJson.Default.SessionAnswer, cancellationToken))!.SessionId;

    public Task AppendAsync(SessionPlace place, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => calls.SendAsync<SessionAppendArgument, Metadata>(
        "files/upload_session/append_v2", new SessionAppendArgument(new SessionCursor(place.Id, place.Offset), Close: false, ContentHash.Of(content.Span)), WireJson.Default.SessionAppendArgument, content, answerType: null, cancellationToken);

    /// <summary>Makes the file of what the session holds.</summary>
    public async Task<Metadata> FinishAsync(SessionPlace place, string path, CancellationToken cancellationToken) => (await calls.SendAsync(
        "files/upload_session/finish",
        new SessionFinishArgument(new SessionCursor(place.Id, place.Offset), new UploadArgument(path, WriteMode.Add, ContentHash: null)),
        WireJson.Default.SessionFinishArgument, default, WireJson.Default.Metadata, cancellationToken))!;

    /// <returns>Null if no file has this path.</returns>
    public async Task<Metadata?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var found = await calls.AskAsync("files/get_metadata", new PathArgument(path), WireJson.Default.PathArgument, WireJson.Default.Metadata, cancellationToken);
            return found.Tag is "file" ? found : null;
        }
        catch (DropboxAnswerException answer) when (answer.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>The caller disposes the content, which checks itself while it is read.</summary>
    /// <returns>Null if no file has this path.</returns>
    public async Task<(Metadata File, Stream Content)?> DownloadAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var (file, response) = await calls.FetchAsync("files/download", new PathArgument(path), WireJson.Default.PathArgument, WireJson.Default.Metadata, cancellationToken);
            return (file, new HashCheckedStream(response, await response.Content.ReadAsStreamAsync(cancellationToken), file, clock));
        }
        catch (DropboxAnswerException answer) when (answer.IsNotFound)
        {
            return null;
        }
    }

    /// <returns>False if it was not there, or not any more in the version named.</returns>
    public async Task<bool> DeleteAsync(string path, string? rev, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync("files/delete_v2", new DeleteArgument(path, rev), WireJson.Default.DeleteArgument, WireJson.Default.DeleteAnswer, cancellationToken);
            return true;
        }
        catch (DropboxAnswerException answer) when (answer.IsNotFound || (rev is not null && answer.Tags is ["path_write", "conflict", ..]))
        {
            return false;
        }
    }

    /// <summary>Begins a listing of everything below a folder.</summary>
    public Task<ListAnswer> ListAsync(string folder, CancellationToken cancellationToken) => calls.AskAsync(
        "files/list_folder", new ListArgument(folder, Recursive: true, EntriesPerPage), WireJson.Default.ListArgument, WireJson.Default.ListAnswer, cancellationToken);

    /// <summary>Goes on with one: its next page or, after the last, what has changed since.</summary>
    public Task<ListAnswer> ContinueAsync(string cursor, CancellationToken cancellationToken) => calls.AskAsync(
        "files/list_folder/continue", new CursorArgument(cursor), WireJson.Default.CursorArgument, WireJson.Default.ListAnswer, cancellationToken);

    /// <param name="cursor">Of a listing that has come to its end.</param>
    /// <param name="longest">30 seconds to 8 minutes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<WaitAnswer> WaitAsync(string cursor, TimeSpan longest, CancellationToken cancellationToken) => calls.WaitAsync(
        "files/list_folder/longpoll", new WaitArgument(cursor, (int)Math.Clamp(longest.TotalSeconds, 30, 480)), WireJson.Default.WaitArgument, WireJson.Default.WaitAnswer, longest, cancellationToken);
}
