namespace CloudCctv.Tests.Support;

/// <summary>A private folder that goes away with its test.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateTempSubdirectory("cloudcctv-test-").FullName;

    public string Path { get; }

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A child that is just ending may still hold a file; the system's temp cleaner takes the rest.
        }
    }
}
