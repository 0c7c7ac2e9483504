using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Running;

/// <summary>What a device is called whose settings do not say.</summary>
internal static class DeviceName
{
    /// <summary>The host name, without what a slug may not hold.</summary>
    public static string OfThisComputer()
    {
        var name = new string([.. Environment.MachineName.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').Take(40)]).Trim('-');
        return Slug.IsValid(name) ? name : "device";
    }
}
