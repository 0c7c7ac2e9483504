using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Status;
using CloudCctv.Contracts.Health;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Gallery.Health;

/// <summary>All that <c>/metrics</c> tells: of this process, and of the devices as the store knows them. Thread-safe.</summary>
internal sealed class Metrics(AnalysisStatus status, IWorkQueue queue, HealthOverview overview, TimeProvider time)
{
    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var text = new MetricsText();
        OfProcess(text, status.Now);
        text.Add("cloudcctv_queue_length", "gauge", "Messages in the queue, about.", new Sample(await queue.CountAsync(cancellationToken)));
        var devices = await overview.ReadAsync(cancellationToken);
        OfDevices(text, devices);
        OfCameras(text, devices);
        text.Add("cloudcctv_alarm_open", "gauge", "1 for each alarm that is open.", devices.SelectMany(
            device => device.Alarms.Open, (device, alarm) => new Sample(1, [.. Labels(device), ("camera", alarm.Camera ?? ""), ("cause", alarm.Cause.Code())])));
        return text.ToString();
    }

    private static void OfProcess(MetricsText text, AnalysisCounts now)
    {
        text.Add("cloudcctv_batches_total", "counter", "Batches finished since this process started.", new Sample(now.Batches));
        text.Add("cloudcctv_frames_total", "counter", "Frames analysed since this process started.", new Sample(now.Frames));
        text.Add("cloudcctv_sightings_total", "counter", "Sightings saved since this process started.", new Sample(now.Sightings));
        text.Add("cloudcctv_alerts_sent_total", "counter", "Alerts that a channel took since this process started.", new Sample(now.AlertsSent));
        text.Add("cloudcctv_quarantined_total", "counter", "Batches and messages set aside since this process started.", new Sample(now.Quarantined));
        text.Add("cloudcctv_suppressed_total", "counter", "Pictures in which something was detected and nothing counted, since this process started.", new Sample(now.Suppressed));
    }

    private void OfDevices(MetricsText text, IReadOnlyList<DeviceHealth> devices)
    {
        var now = time.GetUtcNow();
        text.Add("cloudcctv_device_heartbeat_age_seconds", "gauge", "Since the last heartbeat arrived.", devices.Select(
            device => new Sample(Math.Max(0, (now - device.Report.WrittenAt).TotalSeconds), Labels(device))));
        Gauge("cloudcctv_device_clock_offset_seconds", "By how much the device's clock was ahead when the heartbeat arrived.", (report, beat) => (beat.Time - report.WrittenAt).TotalSeconds);
        Gauge("cloudcctv_device_uptime_seconds", "Since the computer started.", (_, beat) => beat.Uptime);
        Gauge("cloudcctv_device_free_bytes", "Free on the disk of the spool.", (_, beat) => beat.FreeMb * 1e6);
        Gauge("cloudcctv_device_celsius", "The hottest sensor.", (_, beat) => beat.Celsius);
        Gauge("cloudcctv_device_battery_percent", "What is left in the emptiest battery.", (_, beat) => beat.Battery);
        Gauge("cloudcctv_device_spool_bytes", "What waits on the device.", (_, beat) => beat.Spool.Bytes);
        Gauge("cloudcctv_device_spool_oldest_seconds", "Age of the oldest event that waits; 0 if none does.", (_, beat) => beat.Spool.Oldest ?? 0);
        Gauge("cloudcctv_device_evicted", "Batches given up since the device's program started.", (_, beat) => beat.Spool.Evicted);
        Gauge("cloudcctv_device_data_bytes", "What batches took of the link in this month.", (_, beat) => beat.Data?.Mb * 1e6);

        void Gauge(string name, string help, Func<DeviceReport, Heartbeat, double?> value) => text.Add(name, "gauge", help, devices
            .Select(device => (Device: device, Value: device.Report.Heartbeat is { } beat ? value(device.Report, beat) : null))
            .Where(one => one.Value is not null)
            .Select(one => new Sample(one.Value!.Value, Labels(one.Device))));
    }

    private void OfCameras(MetricsText text, IReadOnlyList<DeviceHealth> devices)
    {
        var now = time.GetUtcNow();
        var cameras = devices.SelectMany(device => device.Report.Heartbeat?.Cameras ?? [], (device, camera) => (Device: device, Camera: camera)).ToList();
        text.Add("cloudcctv_camera_state", "gauge", "1 for the state that the camera was in when last heard of.", cameras.Select(
            one => new Sample(1, [.. Labels(one.Device), ("camera", one.Camera.Name), ("state", one.Camera.State.ToString().ToLowerInvariant())])));
        text.Add("cloudcctv_camera_picture_age_seconds", "gauge", "Since the camera's last frame.", cameras
            .Where(one => one.Camera.Last is not null)
            .Select(one => new Sample((now - one.Device.Report.LastPicture(one.Camera)!.Value).TotalSeconds, [.. Labels(one.Device), ("camera", one.Camera.Name)])));
        text.Add("cloudcctv_camera_frames_seen", "gauge", "Frames since the device's program started.", cameras.Select(
            one => new Sample(one.Camera.Seen, [.. Labels(one.Device), ("camera", one.Camera.Name)])));
        text.Add("cloudcctv_camera_frames_kept", "gauge", "Frames put into batches since the device's program started.", cameras.Select(
            one => new Sample(one.Camera.Kept, [.. Labels(one.Device), ("camera", one.Camera.Name)])));
    }

    private static (string Name, string Value)[] Labels(DeviceHealth device) => [("site", device.Report.Site), ("device", device.Report.Device)];
}
