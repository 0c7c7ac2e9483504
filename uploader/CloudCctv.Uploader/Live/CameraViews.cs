using System.Collections.Concurrent;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Live;

/// <summary>The views of a device's cameras, in the order in which they were opened. Thread-safe.</summary>
internal sealed class CameraViews(LiveOptions options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, CameraView> views = new(StringComparer.Ordinal);
    private readonly List<string> order = [];

    public IReadOnlyList<CameraView> All
    {
        get
        {
            lock (order)
            {
                return [.. order.Select(name => views[name])];
            }
        }
    }

    /// <summary>The view of a camera that is about to be watched, with what it is set to.</summary>
    public CameraView Open(CameraSettings camera)
    {
        lock (order)
        {
            if (views.TryGetValue(camera.Name, out var view))
            {
                view.Reopen(camera);
                return view;
            }

            order.Add(camera.Name);
            return views[camera.Name] = new CameraView(camera, options, clock);
        }
    }

    /// <summary>Null if there is no such camera.</summary>
    public CameraView? Find(string? name) => name is null ? null : views.GetValueOrDefault(name);

    public void Dispose() => views.Values.ToList().ForEach(view => view.Dispose());
}
