"""Why a file is not read, where several readers find it; each ends a problem's sentence."""

DAMAGED = "tệp bị hỏng hoặc chưa chép xong"
FAR_APART = "trang có ô ở quá xa bảng; hãy xóa các ô đó rồi lưu lại"
LOCKED = "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại"
NO_SPREADSHEET = "tệp bị hỏng hoặc không phải bảng tính"
