using System.Text.RegularExpressions;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Health;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Metrics_of_a_farm_are_in_the_form_that_Prometheus_reads()
    {
        await using var server = await GalleryServer.StartAsync();
        await StatusScene.FarmAsync(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new("Bearer", server.Key.Text) } };

        using var response = await server.Browser.SendAsync(request);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        AssertReadable(text);
        Assert.All(
            [
                "cloudcctv_batches_total 0",
                "cloudcctv_queue_length 0",
                "cloudcctv_device_free_bytes{site=\"quarry\",device=\"pit-pi\"} 120000000",
                "cloudcctv_camera_state{site=\"farm\",device=\"gate-pi\",camera=\"gate\",state=\"covered\"} 1",
                "cloudcctv_alarm_open{site=\"quarry\",device=\"pit-pi\",camera=\"crusher\",cause=\"camera-down\"} 1",
                "cloudcctv_alarm_open{site=\"barn\",device=\"barn-pi\",camera=\"\",cause=\"heartbeat-late\"} 1",
            ],
            line => Assert.Contains(line, text.Split('\n')));
        Assert.Matches("cloudcctv_device_heartbeat_age_seconds\\{site=\"barn\",device=\"barn-pi\"\\} 36[0-9][0-9]", text);
    }

    // By the documented grammar: families in one piece, each with HELP and TYPE before its samples, no sample twice.
    private static void AssertReadable(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var (family, seen, samples) = ("", new HashSet<string>(), new HashSet<string>());
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(seen.Add(family), $"{family} comes twice.");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Matches($"^# TYPE {family} (counter|gauge)$", line);
            }
            else
            {
                var sample = SampleLine().Match(line);
                Assert.True(sample.Success, line);
                Assert.Equal(family, sample.Groups["name"].Value);
                Assert.True(samples.Add(line[..line.LastIndexOf(' ')]), $"{line} comes twice.");
            }
        }
    }

    [GeneratedRegex("^(?<name>[a-z_]+)(\\{[a-z]+=\"[^\"\\\\]*\"(,[a-z]+=\"[^\"\\\\]*\")*\\})? -?[0-9.]+(E[+-]?[0-9]+)?$")]
    private static partial Regex SampleLine();
}
