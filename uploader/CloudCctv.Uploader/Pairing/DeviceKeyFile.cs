using System.Security.Cryptography;
using CloudCctv.Storage.Folders;

namespace CloudCctv.Uploader.Pairing;

/// <summary>The device's own key pair (ES256), in a file of the data folder that only its owner can read. It is sent nowhere.</summary>
public static class DeviceKeyFile
{
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "device-key.pem");

    /// <summary>Reads the key, or makes it. A second try at pairing uses the same, in case only the answer to the first was lost.</summary>
    /// <exception cref="PairingException">The file holds no key.</exception>
    public static ECDsa ReadOrCreate(string dataFolder)
    {
        if (!File.Exists(PathIn(dataFolder)))
        {
            Create(PathIn(dataFolder));
        }

        return Read(dataFolder);
    }

    /// <exception cref="PairingException">There is no file, or it holds no key.</exception>
    public static ECDsa Read(string dataFolder)
    {
        var path = PathIn(dataFolder);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(PrivateFile.Read(path));
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new PairingException($"{path}: the key of this device cannot be read ({exception.GetType().Name}); without it, the device must be revoked and paired anew.", exception);
        }
    }

    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(path, key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
