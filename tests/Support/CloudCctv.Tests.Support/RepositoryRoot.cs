namespace CloudCctv.Tests.Support;

/// <summary>The working copy that the tests were built from.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A file or folder in it.</summary>
    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder, "CloudCctv.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"No CloudCctv.sln in or above {AppContext.BaseDirectory}: run the tests from the working copy.");
    }
}
