using CloudCctv.Storage.Folders;

namespace CloudCctv.Uploader.Live.Access;

/// <summary>The key in a file of the data folder that only its owner can read.</summary>
public static class LiveKeyFile
{
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "live-key");

    /// <summary>Reads the key, or makes one at the first start. Two processes that start together end up with the same.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">The file holds no usable key.</exception>
    public static LiveKey ReadOrCreate(string dataFolder)
    {
        var path = PathIn(dataFolder);
        if (!File.Exists(path))
        {
            PrivateFile.TryCreate(path, LiveKey.Generate().Text + "\n");
        }

        return LiveKey.Parse(PrivateFile.Read(path), path);
    }
}
