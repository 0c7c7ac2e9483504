using System.Text.Json;
using CloudCctv.Uploader.Settings.Reading;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>Lays settings from afar over the local ones, after checking them as strictly as a file.</summary>
internal static class RemoteOverlay
{
    /// <exception cref="SettingsException">They hold a fault, or more than may be changed from afar.</exception>
    public static ObjectNode Over(ObjectNode local, ObjectNode remote)
    {
        var faults = SettingsRules.Faults(remote, typeof(RemoteSettings)).ToList();
        var changes = (remote.Find("cameras") as ListNode)?.Items.OfType<ObjectNode>().ToList() ?? [];
        var cameras = (local.Find("cameras") as ListNode)?.Items.OfType<ObjectNode>().ToList() ?? [];
        faults.AddRange(changes.SelectMany(NotNumbers));
        faults.AddRange(changes.Where(change => NameOf(change) is not null && !cameras.Any(camera => NameOf(camera) == NameOf(change)))
            .Select(change => $"{change.Place}: there is no camera '{NameOf(change)}' on this device; it has {string.Join(", ", cameras.Select(NameOf))}."));
        if (faults.Count > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, faults));
        }

        var merged = cameras.Select(camera => changes.Find(change => NameOf(change) == NameOf(camera)) is { } change ? camera.Under(change) : camera);
        return local
            .Under(remote with { Members = [.. remote.Members.Where(member => member.Key is "batches" or "upload")] })
            .With("cameras", new ListNode(local.Find("cameras")?.Place ?? local.Place, [.. merged]));
    }

    // Texts of capture end up on the command line of another program: none of those from afar.
    private static IEnumerable<string> NotNumbers(ObjectNode camera) => (camera.Find("capture") as ObjectNode)?.Members
        .Where(member => member.Value is not ValueNode { Kind: JsonValueKind.Number })
        .Select(member => $"{member.Place}: capture.{member.Key} cannot be changed from afar; of capture, only numbers can.") ?? [];

    private static string? NameOf(ObjectNode camera) => (camera.Find("name") as ValueNode)?.Text;
}
