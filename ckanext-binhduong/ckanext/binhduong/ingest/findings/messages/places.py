"""Coordinate systems, positions, shapes."""

from ckanext.binhduong.ingest.findings.messages.message import Message, error, note, warning

MESSAGES: dict[str, Message] = {
    "crs-by-extent": warning(
        "hệ toạ độ được hiểu là {understood} vì theo hệ này các điểm nằm trong Bình Dương (hệ khác cũng vừa: {others}).",
        "the coordinate system is understood as {understood}, since by it the points lie in Bình Dương (others that fit: {others}).",
        "Xem bản đồ xem trước; nếu lệch, chọn hệ toạ độ khác ở phần “Cách đọc tệp”.",
        "Look at the preview map; if it is off, choose another system under “How the file is read”.",
    ),
    "axis-alone": warning(
        "cột được khai là một trục toạ độ, nhưng không có cột nào là trục kia; bảng được công bố không có bản đồ.",
        "the column is declared to be one axis of a position, but no column is the other; the table is published without a map.",
        "Chọn cột của trục kia ở “Cách đọc tệp”, hoặc bỏ lựa chọn này.",
        "Choose the column of the other axis under “How the file is read”, or take this choice back.",
    ),
    "position-implausible": warning(
        "các cột được đặt tên như toạ độ nhưng giá trị (như {value}) không phải toạ độ ở Việt Nam; bảng được công bố không có bản đồ.",
        "the titles speak of coordinates, but values such as {value} are none in Vietnam; the table is published without a map.",
        "Nếu là toạ độ, sửa giá trị hoặc chọn hệ toạ độ ở phần “Cách đọc tệp”; nếu không phải, không phải làm gì.",
        "If they are coordinates, correct them or choose the system under “How the file is read”; if they are not, there is nothing to do.",
    ),
    "crs-unknown": error(
        "không biết toạ độ như {value} thuộc hệ nào (có thể: {understood}).",
        "it cannot be told which system coordinates such as {value} are in (possible: {understood}).",
        "Chọn hệ toạ độ ở phần “Cách đọc tệp”; Bình Dương thường dùng EPSG:9210 (VN-2000, kinh tuyến trục 105°45').",
        "Choose the system under “How the file is read”; Bình Dương mostly uses EPSG:9210 (VN-2000, meridian 105°45').",
    ),
    "crs-unsettled": warning(
        "không biết toạ độ như {value} thuộc hệ nào (có thể: {understood}); bảng được công bố không có bản đồ.",
        "it cannot be told which system coordinates such as {value} are in (possible: {understood}); the table is published without a map.",
        "Chọn hệ toạ độ ở phần “Cách đọc tệp”; Bình Dương thường dùng EPSG:9210 (VN-2000, kinh tuyến trục 105°45').",
        "Choose the system under “How the file is read”; Bình Dương mostly uses EPSG:9210 (VN-2000, meridian 105°45').",
    ),
    "position-unread": warning(
        "giá trị của hai cột (như {value}) giống kinh độ và vĩ độ trong tỉnh nhưng tên cột không nói vậy; bảng được công bố "
        "không có bản đồ.",
        "the values (such as {value}) look like longitudes and latitudes in the province, but the titles do not say so; the table is "
        "published without a map.",
        "Nếu là toạ độ, đặt tên hai cột là “Kinh độ” và “Vĩ độ” rồi chọn lại tệp; nếu không phải, không phải làm gì.",
        "If they are coordinates, name the columns “Kinh độ” and “Vĩ độ” and choose the file again; if not, there is nothing to do.",
    ),
    "crs-unreadable": error(
        "không hiểu hệ toạ độ “{value}”.",
        "the coordinate system “{value}” is not understood.",
        "Chọn hệ toạ độ ở phần “Cách đọc tệp”, hoặc ghi mã EPSG, ví dụ EPSG:9210.",
        "Choose the system under “How the file is read”, or give an EPSG code such as EPSG:9210.",
    ),
    "crs-contradicted": warning(
        "tệp ghi hệ toạ độ {value} nhưng theo hệ đó các điểm không nằm trong Bình Dương; cổng hiểu là {understood}.",
        "the file names the coordinate system {value}, by which its points do not lie in Bình Dương; {understood} was understood.",
        "Xem bản đồ xem trước; nếu lệch, chọn hệ toạ độ khác ở phần “Cách đọc tệp”. Tốt nhất là sửa .prj của tệp.",
        "Look at the preview map; if it is off, choose another system under “How the file is read”. Better, correct the file's .prj.",
    ),
    "crs-several": error(
        "các ô ghi nhiều hệ toạ độ khác nhau (SRID {value}).",
        "the cells name several coordinate systems (SRID {value}).",
        "Đưa mọi hình về một hệ toạ độ, tốt nhất là EPSG:4326.",
        "Bring all shapes into one system, EPSG:4326 best.",
    ),
    "crs-missing": warning(
        "lớp không kèm hệ toạ độ (thiếu .prj); cổng hiểu là {understood}.",
        "the layer has no coordinate system (no .prj); {understood} was understood.",
        "Kèm tệp .prj, hoặc chọn hệ toạ độ ở phần “Cách đọc tệp”.",
        "Add the .prj, or choose the system under “How the file is read”.",
    ),
    "axes-swapped": warning(
        "kinh độ và vĩ độ (hoặc hai trục toạ độ) đổi chỗ cho nhau; cổng đã đọc lại đúng trục.",
        "longitude and latitude (or the two axes) stand the wrong way round; the portal read them the right way.",
        "Đổi lại trong tệp gốc.",
        "Exchange them in the file.",
    ),
    "axes-swapped-rows": warning(
        "toạ độ {value} bị đổi kinh độ và vĩ độ; cổng đã đổi lại ({count} dòng).",
        "the coordinates {value} have longitude and latitude exchanged; they were turned round ({count} rows).",
        "Đổi lại trong tệp gốc.",
        "Exchange them in the file.",
    ),
    "outside-vietnam": error(
        "toạ độ {value} nằm ngoài Việt Nam.",
        "the coordinates {value} lie outside Vietnam.",
        "Sửa toạ độ, hoặc để trống nếu chưa có; nếu mọi dòng đều vậy, chọn hệ toạ độ khác ở phần “Cách đọc tệp”.",
        "Correct them, or leave the cells empty; if all rows are so, choose another system under “How the file is read”.",
    ),
    "outside-province": warning(
        "toạ độ {value} nằm ngoài Bình Dương ({count} dòng).",
        "the coordinates {value} lie outside Bình Dương ({count} rows).",
        "Sửa toạ độ nếu sai; nếu nhiều dòng lệch như nhau, chọn hệ toạ độ khác ở phần “Cách đọc tệp”.",
        "Correct what is wrong; if many rows are off alike, choose another system under “How the file is read”.",
    ),
    "position-missing": warning(
        "{count} dòng không có toạ độ, không hiện trên bản đồ.",
        "{count} rows have no coordinates and do not show on the map.",
        "Bổ sung toạ độ nếu có; nếu không, các dòng này vẫn được công bố trong bảng.",
        "Add the coordinates where there are some; otherwise the rows are published in the table all the same.",
    ),
    "position-half": warning(
        "{count} dòng chỉ có một trong hai toạ độ, không hiện trên bản đồ.",
        "{count} rows have only one of the two coordinates and do not show on the map.",
        "Bổ sung toạ độ còn thiếu.",
        "Add the missing one.",
    ),
    "position-unreadable": error(
        "không đọc được toạ độ “{value}”.",
        "the position “{value}” cannot be read.",
        "Ghi dạng 10.98040, 106.65120.",
        "Write it as 10.98040, 106.65120.",
    ),
    "layer-broken": error(
        "không mở được lớp {value}.",
        "the {value} layer cannot be opened.",
        "Xuất lại từ phần mềm bản đồ.",
        "Export it again from the map program.",
    ),
    "layer-unknown": error(
        "không có lớp “{value}”; có: {understood}.",
        "there is no layer “{value}”; there are: {understood}.",
        "Chọn một lớp có trong tệp ở phần “Cách đọc tệp”.",
        "Choose a layer that is there under “How the file is read”.",
    ),
    "layers-several": warning(
        "tệp có {count} lớp ({value}); cổng đọc “{understood}”.",
        "the file has {count} layers ({value}); “{understood}” was read.",
        "Nếu không phải lớp này, chọn lớp khác ở phần “Cách đọc tệp”; mỗi lớp cần công bố thì tách thành một tệp.",
        "If it is not this one, choose another under “How the file is read”; make each layer that is to be published a file.",
    ),
    "views-ignored": warning(
        "GeoPackage có {count} khung nhìn (view) “{value}”; cổng không chạy câu lệnh trong tệp.",
        "the GeoPackage has {count} views, “{value}”; statements in a file are never run.",
        "Xuất khung nhìn thành bảng nếu cần công bố.",
        "Export the view as a table if it is to be published.",
    ),
    "shapefile-part-missing": error(
        "thiếu tệp {value} của Shapefile.",
        "the Shapefile's {value} is missing.",
        "Nén đủ .shp, .shx, .dbf (và .prj, .cpg).",
        "Zip .shp, .shx, .dbf (and .prj, .cpg) together.",
    ),
    "text-cut": warning(
        "chữ bị cắt giữa một chữ cái hoặc có byte hỏng, còn lại “{value}”.",
        "a text is cut within a letter or has a bad byte; “{value}” is left.",
        "Tăng độ rộng của cột, hoặc xuất sang GeoPackage, rồi sửa các ô bị cắt.",
        "Make the column wider, or export a GeoPackage, and correct the cut cells.",
    ),
    "records-deleted": note(
        "{count} bản ghi đã đánh dấu xoá trong tệp .dbf không được đọc.", "{count} records marked as deleted in the .dbf were not read."
    ),
    "shapefile-index-rebuilt": warning(
        "thiếu tệp .shx; cổng dựng lại từ .shp.",
        "the .shx is missing; it was rebuilt from the .shp.",
        "Nén đủ .shp, .shx, .dbf.",
        "Zip .shp, .shx, .dbf together.",
    ),
    "links-dropped": warning(
        "{count} liên kết ngoài (NetworkLink) không được mở.",
        "{count} outside links (NetworkLink) were not followed.",
        "Lưu dữ liệu vào chính tệp KML.",
        "Save the data in the KML itself.",
    ),
    "geometry-missing": warning(
        "{count} đối tượng không có hình.",
        "{count} features have no geometry.",
        "Bổ sung hình, hoặc xoá đối tượng.",
        "Add the geometry, or delete the feature.",
    ),
    "geometry-mended": warning(
        "hình không hợp lệ (tự cắt…) đã được sửa ({count} đối tượng).",
        "invalid geometry (self-crossing …) was corrected ({count} features).",
        "Sửa hình trong phần mềm bản đồ.",
        "Correct the geometry in the map program.",
    ),
    "geometry-spoilt": error(
        "hình không hợp lệ và nếu sửa thì diện tích đổi quá mức.",
        "the geometry is invalid and correcting it would change its area too much.",
        "Vẽ lại đối tượng này.",
        "Draw the feature again.",
    ),
    "geometry-not-finite": error(
        "toạ độ của hình không phải là số hữu hạn.",
        "the geometry has coordinates that are no finite numbers.",
        "Vẽ lại đối tượng này.",
        "Draw the feature again.",
    ),
    "geometry-huge": error(
        "hình có quá nhiều đỉnh.", "the geometry has too many vertices.", "Đơn giản hoá hoặc chia nhỏ hình.", "Simplify or split it."
    ),
    "geometry-mixed": warning(
        "lớp có nhiều loại hình ({value}).",
        "the layer has several kinds of geometry ({value}).",
        "Tách mỗi loại thành một lớp.",
        "Make each kind a layer.",
    ),
    "geometry-repeated": warning(
        "{count} đối tượng trùng hình với đối tượng khác.",
        "{count} features have the same geometry as another.",
        "Xoá đối tượng thừa.",
        "Delete those drawn twice.",
    ),
    "geometry-linear": note(
        "đường cong (cung tròn) được đổi thành đường gấp khúc ({count} đối tượng).",
        "curves (arcs) were made lines of short chords ({count} features).",
    ),
    "geometry-flattened": note("cao độ Z và giá trị M của hình được bỏ.", "the geometry's Z and M values were left out."),
}
