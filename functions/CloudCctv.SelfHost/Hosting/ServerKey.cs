using CloudCctv.Gallery.Access;

namespace CloudCctv.SelfHost.Hosting;

internal static class ServerKey
{
    /// <summary>The key from the environment, else from the data folder, made at the first start.</summary>
    public static AccessKey Find(string data) => Environment.GetEnvironmentVariable(AccessKey.Variable) is { Length: > 0 } text
        ? AccessKey.Parse(text, AccessKey.Variable)
        : AccessKeyFile.ReadOrCreate(data);
}
