using CloudCctv.Storage.Folders;

namespace CloudCctv.Gallery.Access;

/// <summary>The access key in a file of the data folder that only its owner can read.</summary>
public static class AccessKeyFile
{
    public const string Name = "access-key";

    /// <summary>Reads the key, or makes one at the first start. Two processes that start together end up with the same.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="ArgumentException">The file holds no usable key.</exception>
    public static AccessKey ReadOrCreate(string dataFolder)
    {
        var path = Path.Combine(dataFolder, Name);
        if (!File.Exists(path))
        {
            PrivateFile.TryCreate(path, AccessKey.Generate().Text + "\n");
        }

        return AccessKey.Parse(File.ReadAllText(path), path);
    }
}
