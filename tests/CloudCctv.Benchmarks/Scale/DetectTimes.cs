using System.Text.Json;
using CloudCctv.Storage;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>Where the time of batches went, as their results tell it.</summary>
/// <param name="DetectMs">In the detector.</param>
/// <param name="AllMs">Fetching, unpacking, detector, previews and waiting for the store.</param>
internal readonly record struct DetectTimes(double DetectMs, double AllMs)
{
    /// <returns>Of all batches so far.</returns>
    public static async Task<DetectTimes> SumAsync(string folder, CancellationToken cancellationToken)
    {
        var store = StoreFactory.Create(new StoreOptions { Folder = folder }, TimeProvider.System);
        var sum = default(DetectTimes);
        await foreach (var result in store.Objects.ListAsync("results/", cancellationToken))
        {
            await using var found = await store.Objects.OpenReadAsync(result.Name, cancellationToken);
            using var json = await JsonDocument.ParseAsync(found!.Content, default, cancellationToken);
            var timings = json.RootElement.GetProperty("timings");
            var detect = timings.GetProperty("detectMs").GetDouble();
            var others = new[] { "openMs", "readMs", "saveMs" }.Sum(stage => timings.GetProperty(stage).GetDouble());
            sum = new DetectTimes(sum.DetectMs + detect, sum.AllMs + detect + others);
        }

        return sum;
    }

    public static DetectTimes operator -(DetectTimes later, DetectTimes earlier) => new(later.DetectMs - earlier.DetectMs, later.AllMs - earlier.AllMs);
}
