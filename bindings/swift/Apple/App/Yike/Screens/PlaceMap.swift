// Here, there, the way between on a small map, north up, with the others who go there.

import FieldUnit
import FieldUnitApple
import MapKit
import SwiftUI

/// Draws the place of an order, its arrival radius, the way there, the officer, the team.
struct PlaceMap: View {
    let order: Order
    let here: Position?
    let way: Way?
    let isOnline: Bool

    var body: some View {
        DrawnMap(drawing: MapDrawing(order: order, here: here, way: way, isOnline: isOnline))
            .frame(height: 200)
            .clipShape(.rect(cornerRadius: 12))
            .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Colour.line).allowsHitTesting(false) }
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(say("map_of", order.title))
    }
}

private struct DrawnMap: UIViewRepresentable {
    let drawing: MapDrawing

    func makeCoordinator() -> Drawer { Drawer() }

    func makeUIView(context: Context) -> MKMapView {
        let view = MKMapView()
        view.delegate = context.coordinator
        view.isPitchEnabled = false
        view.isRotateEnabled = false
        // The list scrolls under a thumb; the map shows what counts by itself.
        view.isScrollEnabled = false
        view.showsScale = true
        view.preferredConfiguration = MKStandardMapConfiguration(emphasisStyle: .muted)
        return view
    }

    func updateUIView(_ view: MKMapView, context: Context) { context.coordinator.show(drawing, on: view) }
}

private final class Drawer: NSObject, MKMapViewDelegate {
    private var shown: MapDrawing?
    private var looks: [ObjectIdentifier: MapDrawing.Look] = [:]

    func show(_ drawing: MapDrawing, on view: MKMapView) {
        guard drawing != shown else { return }
        shown = drawing
        view.removeOverlays(view.overlays)
        view.removeAnnotations(view.annotations)
        looks = [:]
        for line in drawing.lines {
            let points = line.points.map(onMap)
            let overlay = MKPolyline(coordinates: points, count: points.count)
            looks[ObjectIdentifier(overlay)] = line.look
            view.addOverlay(overlay)
        }
        view.addOverlay(MKCircle(center: onMap(drawing.there), radius: drawing.radiusM))
        view.addAnnotations(drawing.marks.map { Pin(mark: $0) })
        let seen = drawing.toBeSeen.map { MKMapRect(origin: MKMapPoint(onMap($0)), size: MKMapSize(width: 0, height: 0)) }
        let around = MKMapRect(around: onMap(drawing.there), metres: 2 * drawing.radiusM)
        let rect = seen.reduce(around) { $0.union($1) }
        view.setVisibleMapRect(rect, edgePadding: UIEdgeInsets(top: 34, left: 34, bottom: 34, right: 34), animated: false)
    }

    func mapView(_: MKMapView, rendererFor overlay: any MKOverlay) -> MKOverlayRenderer {
        if let circle = overlay as? MKCircle {
            let drawn = MKCircleRenderer(circle: circle)
            drawn.strokeColor = UIColor(Colour.late)
            drawn.fillColor = UIColor(Colour.late).withAlphaComponent(0.15)
            drawn.lineWidth = 1
            return drawn
        }
        guard let line = overlay as? MKPolyline, let look = looks[ObjectIdentifier(line)] else {
            return MKOverlayRenderer(overlay: overlay)
        }
        let drawn = MKPolylineRenderer(polyline: line)
        drawn.strokeColor = UIColor(look.colour)
        drawn.lineWidth = look.width
        drawn.lineDashPattern = look.isDashed ? [6, 6] : nil
        drawn.lineCap = .round
        return drawn
    }

    func mapView(_ view: MKMapView, viewFor annotation: any MKAnnotation) -> MKAnnotationView? {
        guard let pin = annotation as? Pin else { return nil }
        let drawn = view.dequeueReusableAnnotationView(withIdentifier: "pin") as? MKMarkerAnnotationView
        let marker = drawn ?? MKMarkerAnnotationView(annotation: annotation, reuseIdentifier: "pin")
        marker.annotation = annotation
        marker.markerTintColor = UIColor(pin.mark.colour)
        marker.glyphImage = UIImage(systemName: pin.mark.symbol)
        marker.displayPriority = .required
        return marker
    }
}

private final class Pin: NSObject, MKAnnotation {
    let mark: MapDrawing.Mark
    let coordinate: CLLocationCoordinate2D
    var title: String? { mark.name }

    init(mark: MapDrawing.Mark) {
        self.mark = mark
        coordinate = onMap(mark.at)
    }
}

private func onMap(_ at: LatLon) -> CLLocationCoordinate2D {
    let shown = onAppleMap(at)
    return CLLocationCoordinate2D(latitude: shown.lat, longitude: shown.lon)
}

extension MKMapRect {
    fileprivate init(around middle: CLLocationCoordinate2D, metres: Double) {
        let reach = metres * MKMapPointsPerMeterAtLatitude(middle.latitude)
        let point = MKMapPoint(middle)
        self.init(x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach)
    }
}
