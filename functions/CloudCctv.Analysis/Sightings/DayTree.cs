using System.Globalization;
using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>Objects whose names go on with site, camera and date (<c>PREFIX/site/camera/yyyy/MM/dd/</c>), found level by level. Thread-safe.</summary>
/// <param name="store">Where.</param>
/// <param name="prefix">Ends in a slash.</param>
internal sealed class DayTree(IObjectStore store, string prefix)
{
    /// <summary>All cameras of which there is anything, in the order of their names.</summary>
    public async IAsyncEnumerable<CameraName> CamerasAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var site in store.ListFoldersAsync(prefix, cancellationToken).Where(Slug.IsValid))
        {
            await foreach (var camera in store.ListFoldersAsync($"{prefix}{site}/", cancellationToken))
            {
                if (CameraName.TryParse($"{site}/{camera}", out var name))
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>Days (UTC) of which there is anything of a camera; read from the store as the caller goes on.</summary>
    public async IAsyncEnumerable<DateOnly> DaysAsync(CameraName camera, bool oldestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = $"{prefix}{camera}/";
        await foreach (var year in FoldersAsync(root, oldestFirst, cancellationToken))
        {
            await foreach (var month in FoldersAsync($"{root}{year}/", oldestFirst, cancellationToken))
            {
                await foreach (var day in FoldersAsync($"{root}{year}/{month}/", oldestFirst, cancellationToken))
                {
                    if (DateOnly.TryParseExact($"{year}-{month}-{day}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                    {
                        yield return date;
                    }
                }
            }
        }
    }

    private async IAsyncEnumerable<string> FoldersAsync(string under, bool oldestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = await store.ListFoldersAsync(under, cancellationToken).ToListAsync(cancellationToken);
        for (var i = 0; i < folders.Count; i++)
        {
            yield return folders[oldestFirst ? i : folders.Count - 1 - i];
        }
    }
}
