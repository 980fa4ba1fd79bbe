"""Names of persons as they are written in Gia Lai, and words of exports that are none."""

KINH = (
    """
Nguyễn Văn An|Trần Thị Bình|Lê Hoàng Cường|Phạm Thị Dung|Huỳnh Đức Em|Phan Văn Giang|Vũ Thị Hà|Võ Minh Hải|Đặng Thị Hạnh|Bùi Văn Hiếu
Đỗ Thị Hoa|Hồ Văn Hùng|Ngô Thị Hương|Dương Văn Khánh|Lý Thị Lan|Đào Quang Linh|Đoàn Thị Loan|Vương Đình Long|Trịnh Thị Mai|Trương Văn Minh
Đinh Thị Nga|Lâm Văn Nam|Phùng Thị Ngọc|Mai Văn Nghĩa|Tô Thị Nhung|Hà Văn Phong|Cao Thị Phương|Chu Văn Quân|Châu Thị Quyên|Quách Văn Sơn
Tạ Thị Tâm|Thái Văn Thắng|Lưu Thị Thanh|Lương Văn Thành|Tăng Thị Thảo|Từ Văn Thịnh|Kiều Thị Thu|Triệu Văn Thuận|Nông Thị Thủy|Vi Văn Tiến
Lò Thị Trang|Quàng Văn Trung|Cà Thị Tuyết|La Văn Tú|Nghiêm Thị Uyên|Khổng Văn Vinh|Doãn Thị Xuân|Giang Văn Yên|Ninh Thị Yến|Thân Văn Bảo
Nguyễn Hữu Phước|Nguyễn Thị Kim Oanh|Nguyễn Ngọc Ánh|Nguyễn Quốc Việt|Nguyễn Thanh Tùng|Nguyễn Đình Chiến|Nguyễn Xuân Trường|Nguyễn Thị Bích Liên
Trần Quốc Tuấn|Trần Đại Nghĩa|Trần Ngọc Diệp|Trần Hữu Lộc|Trần Thanh Hải|Trần Minh Quang|Trần Thị Mỹ Hạnh|Trần Công Danh|Lê Thị Thu Hiền|Lê Quang Vinh
Lê Đức Thọ|Lê Minh Tuấn|Lê Ngọc Sơn|Lê Hữu Đạt|Lê Thanh Bình|Lê Công Tài|Phạm Minh Đức|Phạm Ngọc Thạch|Phạm Quốc Hưng|Phạm Thị Thanh Tâm
Phạm Hồng Thái|Huỳnh Tấn Phát|Huỳnh Thị Bé|Huỳnh Ngọc Hân|Hoàng Văn Thái|Hoàng Thị Liên|Hoàng Minh Châu|Hoàng Anh Dũng|Phan Thanh Giản|Phan Thị Diễm
Phan Đình Tuấn|Vũ Đức Đam|Vũ Ngọc Lan|Vũ Trọng Khôi|Võ Thị Sáu|Võ Văn Kiệt|Võ Hoàng Yến|Đặng Văn Lâm|Đặng Thùy Trâm|Đặng Minh Khôi
Bùi Thị Xuân|Bùi Tiến Dũng|Bùi Quang Huy|Đỗ Minh Quân|Đỗ Hoàng Gia|Đỗ Thị Ngân|Hồ Thị Cẩm Tú|Hồ Ngọc Đức|Hồ Minh Nhật|Ngô Bảo Châu
Ngô Quang Thắng|Dương Thị Thơm|Dương Minh Tâm|Lý Hoàng Nam|Đào Thị Nhàn|Đào Duy Anh|Đoàn Văn Hậu|Đoàn Ngọc Hải|Trịnh Công Sơn|Trịnh Hoài Đức
Trương Thị Hồng|Trương Quốc Dũng|Đinh Văn Lực|Đinh Bộ Lĩnh|Lâm Thị Mỹ Dạ|Mai Thị Lựu|Hà Thị Nhi|Cao Bá Quát|Cao Thị Thùy|Lưu Đức Hoa|Nguyễn Thị Lành|Trần Văn Út
""".strip()
    .replace("\n", "|")
    .split("|")
)
HIGHLAND = (
    """
Rơ Châm H'Bia|Rơ Châm Tuấn|Rơ Mah Hùng|Rơ Mah H'Nhi|Rơ Lan Phương|Ksor Hùng|Ksor H'Lan|Ksor Y Thuận|Siu Bình|Siu H'Phương
Siu Y Nam|Nay Der|Nay H'Uyên|Nay Y Blung|Kpă Hiền|Kpă H'Mai|Kpă Y Sao|Kpuih Thanh|Kpuih H'Lin|Rcom Sa Duyên
Rcom H'Yer|R'com Bus|Rah Lan Hồng|Rah Lan H'Noan|Rmah Ngọc|Rmah H'Blưn|Puih Thuyên|Puih H'Ngơm|Hiao Thuyên|Hiao H'Ly
Y Thuận Niê|Y Blang Mlô|Y Bhăm Êban|H'Hen Niê|H'Lim Niê|H'Bliăk Kbuôr|Y Moan Ênuôl|Y Wang Hwing|H'Linh Mlô|Y Tru Alio
Y Wơn Kđoh|H'Yăm Bkrông|Y Kô Niê|Y Luyện Niê Kdăm|H'Kim Hoa Byă|Y Ghi Niê|Y Biêr Niê|H'Zina Byă|Y Vinh Ayun|H'Mai Ayun
Đinh Y Núp|Đinh Hmưk|Đinh Thị Djrăng|A Thút|Y Hương|A Biu|Y Vêng|Ama H'Oanh|Ksor Nham|Siu Black
Rơ Châm Jek|Rơ Ô Bhung|Nay Phin|Kpă Klơng|Ksor Krơn|Siu Thiên|Rmah Blin|Rcom Phiên|Kpuih Djan|Ksor Kơk
""".strip()
    .replace("\n", "|")
    .split("|")
)
NAMES = (*KINH, *HIGHLAND)
# Values of columns, vocabularies, fields, procedures, villages, remarks of staff.
OTHER = (
    """
đang xử lý|đã xử lý xong|đã trả kết quả|chờ bổ sung hồ sơ|đang chờ ký|từ chối tiếp nhận|trả kết quả đúng hạn|quá hạn xử lý|yêu cầu bổ sung|dừng xử lý
trực tuyến|trực tiếp|bưu chính công ích|nộp qua bưu điện|một cửa|thanh toán trực tuyến|tiền mặt|chuyển khoản|ví điện tử|biên lai
hộ tịch|chứng thực|đất đai|nông thôn mới|lâm nghiệp|thủy sản|bảo trợ xã hội|người có công|văn hóa cơ sở|thể dục thể thao|giáo dục mầm non
đăng ký khai sinh|đăng ký kết hôn|đăng ký khai tử|cấp bản sao trích lục hộ tịch|xác nhận tình trạng hôn nhân|chứng thực bản sao từ bản chính
chứng thực chữ ký|hỗ trợ chi phí mai táng|công nhận hộ nghèo|cấp giấy phép xây dựng|hòa giải tranh chấp đất đai|đăng ký giám hộ|thay đổi cải chính hộ tịch
rất hài lòng|hài lòng|bình thường|không hài lòng|đã thanh toán|chưa thanh toán|miễn phí|lệ phí|phí và lệ phí|hoàn phí
có|không|chưa|đúng|sai|khác|không xác định|chưa rõ|tháng ba|mùng mười|hôm qua|tuần sau|nửa giờ|cả ngày|tám nghìn đồng|mười nghìn
số hóa thành phần hồ sơ|số hóa kết quả|chưa số hóa|tái sử dụng|công khai đúng hạn|đủ nội dung|toàn trình|một phần|cung cấp thông tin trực tuyến
liên thông|thuế và phí|kho bạc|tài nguyên và môi trường|xây dựng|giao thông vận tải|lao động thương binh xã hội|tôn giáo|thi đua khen thưởng|khiếu nại tố cáo
trẻ em|tư pháp|hộ khẩu|cư trú|căn cước|thường trú|tạm trú|nghĩa vụ quân sự|phòng cháy chữa cháy|hạ tầng kỹ thuật|quy hoạch|nhà ở
làm lại|hồ sơ hợp lệ|hồ sơ lỗi|thiếu giấy tờ|sai mẫu đơn|bổ sung lần hai|chuyển cấp trên|chờ cơ quan khác|trình ký|đang thẩm định|đã phê duyệt|vi phạm hành chính
""".strip()
    .replace("\n", "|")
    .split("|")
)
PLACES = (
    """
Thôn Lê Lợi|Thôn Đoàn Kết|Thôn Thanh Bình|Làng Plei Kte Nhỏ|Buôn Ama Djơng|Làng Mrông Ngó|Thôn Quang Trung|Thôn Tân Lập|Tổ dân phố 3|Thôn Hòa Bình
Làng Kly|Làng Ia Lang|Thôn Thắng Lợi|Thôn Ninh Hòa|Xã Ia Ake|Phường Hoa Lư|Xã Trần Phú|Xã Chư A Thai|Thôn Mai Liên|Thôn Bình Minh
""".strip()
    .replace("\n", "|")
    .split("|")
)
