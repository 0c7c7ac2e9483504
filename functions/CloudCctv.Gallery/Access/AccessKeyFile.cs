namespace CloudCctv.Gallery.Access;

/// <summary>The access key in a file of the data folder that only its owner can read.</summary>
public static class AccessKeyFile
{
    public const string Name = "access-key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the key, or makes one at the first start. Two processes that start together end up with the same.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="ArgumentException">The file holds no usable key.</exception>
    public static AccessKey ReadOrCreate(string dataFolder)
    {
        var path = Path.Combine(dataFolder, Name);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(dataFolder);
            Create(path);
        }

        return AccessKey.Parse(File.ReadAllText(path), path);
    }

    // Written aside and moved, so that nobody reads half a key.
    private static void Create(string path)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(partial, options))
        {
            writer.WriteLine(AccessKey.Generate().Text);
            writer.Flush();
            ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        }

        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }
    }
}
