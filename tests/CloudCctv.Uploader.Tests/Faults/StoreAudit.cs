using System.IO.Compression;
using System.Security.Cryptography;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;

namespace CloudCctv.Uploader.Tests.Faults;

/// <summary>What arrived in a store, held against what the device accepted. Reads zips with the base class library, not with ours.</summary>
public sealed record StoreAudit
{
    /// <summary>Frames that the journal says were accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>Frames in the store.</summary>
    public int Stored { get; private set; }

    /// <summary>Batches in the store.</summary>
    public int Batches { get; private set; }

    /// <summary>Accepted, and not in the store with the same bytes.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>Zips or frames that cannot be read, or are not what their manifest says.</summary>
    public List<string> Torn { get; } = [];

    /// <summary>Names with two contents.</summary>
    public List<string> Conflicts { get; } = [];

    /// <summary>Batches that nobody was told of.</summary>
    public List<string> Uncommitted { get; } = [];

    /// <param name="store">Read, and its queue emptied.</param>
    /// <param name="journal">Lines BATCH FRAME SHA256.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public static async Task<StoreAudit> OfAsync(Store store, string journal, CancellationToken cancellationToken)
    {
        var audit = new StoreAudit();
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        var batches = new HashSet<BatchName>();
        await foreach (var item in store.Objects.ListAsync(StoreLayout.BatchPrefix, cancellationToken))
        {
            var batch = StoreLayout.BatchAt(item.Name.Value)!;
            batches.Add(batch);
            await using var content = await store.Objects.OpenReadAsync(item.Name, cancellationToken);
            using var bytes = new MemoryStream();
            await content!.Content.CopyToAsync(bytes, cancellationToken);
            audit.Read(batch, bytes, stored);
        }

        audit.Batches = batches.Count;
        audit.Compare(File.Exists(journal) ? await File.ReadAllLinesAsync(journal, cancellationToken) : [], stored);
        while (await store.Queue.ReceiveAsync(TimeSpan.FromHours(1), cancellationToken) is { } message)
        {
            if (CommitMessage.TryRead(message.Body, out var committed, out _))
            {
                batches.Remove(committed);
            }
        }

        audit.Uncommitted.AddRange(batches.Select(batch => batch.ToString()));
        return audit;
    }

    private void Read(BatchName batch, MemoryStream bytes, Dictionary<string, string> stored)
    {
        try
        {
            using var zip = new ZipArchive(bytes);
            var manifest = ManifestOf(zip, batch);
            if (zip.Entries.Count != manifest.Frames.Count + 1)
            {
                Torn.Add($"{batch}: {zip.Entries.Count} entries, {manifest.Frames.Count} frames in the manifest");
            }

            foreach (var frame in manifest.Frames)
            {
                Note(batch, frame, zip, stored);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or ManifestException or NullReferenceException)
        {
            Torn.Add($"{batch}: {exception.Message}");
        }
    }

    private void Note(BatchName batch, FrameRecord frame, ZipArchive zip, Dictionary<string, string> stored)
    {
        using var content = zip.GetEntry(frame.Name)!.Open();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (sha256 != frame.Sha256)
        {
            Torn.Add($"{batch} {frame.Name}: the hash of the manifest is another");
        }

        // A frame belongs to its event; that it is in two batches of it would be no better than two contents.
        Stored++;
        if (!stored.TryAdd($"{batch.Event} {frame.Name}", sha256))
        {
            Conflicts.Add($"{batch} {frame.Name}");
        }
    }

    private void Compare(string[] journal, Dictionary<string, string> stored)
    {
        Accepted = journal.Length;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var fields in journal.Select(line => line.Split(' ')))
        {
            if (!BatchName.TryParse(fields[0], out var batch))
            {
                throw new InvalidDataException($"The journal has a line that begins with '{fields[0]}'.");
            }

            var name = $"{batch.Event} {fields[1]}";
            if (!names.TryAdd(name, fields[2]) && names[name] != fields[2])
            {
                Conflicts.Add($"{name}: accepted twice with other content");
            }

            if (stored.GetValueOrDefault(name) != fields[2])
            {
                Lost.Add($"{fields[0]} {fields[1]}");
            }
        }
    }

    private static BatchManifest ManifestOf(ZipArchive zip, BatchName batch)
    {
        using var entry = zip.GetEntry(BatchManifest.EntryName)!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return ManifestSerializer.Read(bytes.ToArray(), batch);
    }
}
