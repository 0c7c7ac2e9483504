using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Audit;

/// <summary>
/// The record of all deletions: a folder for each day (UTC), <c>audit/yyyy/MM/dd/</c>, to which files of JSON lines are added and
/// in which none is ever changed (create-only). Lines are written before the deletion that they tell of: one too many after a
/// crash, never one too few. Thread-safe, over processes too.
/// </summary>
public sealed class AuditLog(IObjectStore store, TimeProvider time)
{
    public const string Prefix = "audit/";

    /// <param name="lines">At least one.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    public async Task RecordAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken)
    {
        var text = string.Concat(lines.Select(line => JsonSerializer.Serialize(line, AuditJson.Default.AuditLine) + "\n"));
        var now = time.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"{FolderOf(DateOnly.FromDateTime(now.UtcDateTime))}{now:HHmmssfff}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.jsonl");
        await store.PutNewAsync(new ObjectName(name), Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    /// <summary>One line, of what goes now.</summary>
    public Task RecordAsync(DeletionCause cause, string what, int pictures, string reason, CancellationToken cancellationToken) =>
        RecordAsync([new AuditLine(time.GetUtcNow(), cause, what, pictures, Bytes: 0, reason)], cancellationToken);

    /// <summary>What was deleted on a day (UTC), in order of time.</summary>
    /// <exception cref="InvalidDataException">A file is not what this program writes.</exception>
    public async IAsyncEnumerable<AuditLine> ReadAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(FolderOf(day), cancellationToken))
        {
            await using var found = await store.OpenReadAsync(file.Name, cancellationToken);
            using var reader = new StreamReader(found?.Content ?? Stream.Null);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                yield return Parse(line, file.Name);
            }
        }
    }

    private static AuditLine Parse(string line, ObjectName file)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditLine) ?? throw new JsonException("The JSON value is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Object '{file}' is not readable: {exception.Message}", exception);
        }
    }

    private static string FolderOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day:yyyy/MM/dd}/");
}
