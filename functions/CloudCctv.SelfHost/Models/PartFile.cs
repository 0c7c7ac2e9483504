namespace CloudCctv.SelfHost.Models;

/// <summary>The beginning of a file that is being downloaded, and beside it, in <c>.etag</c>, which version it is of.</summary>
internal sealed class PartFile(string path)
{
    private readonly string tagPath = $"{path}.etag";

    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The server's name of the version; null where it gave none that is strict.</summary>
    public string? Tag => File.Exists(tagPath) ? File.ReadAllText(tagPath) : null;

    /// <summary>Starts anew.</summary>
    public FileStream Create(string? tag)
    {
        Delete();
        if (tag is not null)
        {
            File.WriteAllText(tagPath, tag);
        }

        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public FileStream Append() => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void ForgetTag() => File.Delete(tagPath);

    public void Delete()
    {
        File.Delete(path);
        ForgetTag();
    }
}
