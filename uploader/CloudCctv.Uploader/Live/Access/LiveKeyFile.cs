namespace CloudCctv.Uploader.Live.Access;

/// <summary>The key in a file of the data folder that only its owner can read.</summary>
public static class LiveKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "live-key");

    /// <summary>Reads the key, or makes one at the first start. Two processes that start together end up with the same.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">The file holds no usable key.</exception>
    public static LiveKey ReadOrCreate(string dataFolder)
    {
        var path = PathIn(dataFolder);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(dataFolder);
            Create(path);
        }

        if (!OperatingSystem.IsWindows())
        {
            // Somebody may have copied it here with other rights.
            File.SetUnixFileMode(path, OwnerOnly);
        }

        return LiveKey.Parse(File.ReadAllText(path), path);
    }

    // Written aside and moved, so that nobody reads half a key.
    private static void Create(string path)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(partial, options))
        {
            writer.WriteLine(LiveKey.Generate().Text);
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
