using CloudCctv.Storage.Link;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Storage.Dropbox;

/// <summary>A Dropbox folder as a device's store.</summary>
internal static class DropboxStore
{
    public static Store Open(StoreOptions options, LinkPace pace, TimeProvider clock)
    {
        var client = DropboxClient.Create(options.DropboxToken!, options.DropboxApi, pace, clock);
        var folder = options.DropboxFolder!;
        // Folders make themselves with the first file.
        return new Store(new DropboxObjectStore(client, folder, pace, clock), new SilentQueue(), $"{DropboxFolderName.Scheme}{(folder.Length == 0 ? "/" : folder)}") { Pace = pace, IsInbox = true };
    }
}
